import { z } from 'zod';
import { quality } from '../dashboards/index.ts';
import {
  CALL_ORDERS,
  CHOICE_IDS,
  type ChoiceId,
  type DrillDown,
  type Filters,
  GRAINS,
  type Period,
} from '../datasets/index.ts';
import { QuestionRefused } from './errors.ts';

/** Calls on one page of the list unless the question says otherwise. */
export const PAGE_SIZE = 25;

const MAX_VALUES = 200;
const day = z.iso.date();
const count = z.coerce.number().int().positive();
const text = z.string().min(1).max(500);
const presets = quality.periods.map((preset) => preset.id);

const single = z.object({
  period: z.enum(presets).optional(),
  from: day.optional(),
  to: day.optional(),
  grain: z.enum(GRAINS).default('day'),
  order: z.enum(CALL_ORDERS).default('started_at'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  page: count.max(1_000_000).default(1),
  page_size: count.max(200).default(PAGE_SIZE),
  failed_form: text.optional(),
  failed_criterion: text.optional(),
  failed_agent: z.string().max(500).optional(),
});

/** A question as it was asked, before a preset becomes days. */
export type Question = Omit<z.infer<typeof single>, 'period' | 'from' | 'to'> & {
  readonly period: { readonly preset: string } | Period;
  readonly choices: Filters['choices'];
  readonly drillDown: DrillDown | null;
};

/**
 * Reads a question from query parameters. Parameters that are none of ours have no effect, `tenant` among them.
 * @throws {QuestionRefused} when a parameter is not what it must be
 */
export function readQuestion(parameters: URLSearchParams): Question {
  const given = Object.fromEntries(
    Object.keys(single.shape).flatMap((name) => {
      const value = onlyValue(parameters, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const parsed = single.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new QuestionRefused(`api: a filter is not understood: ${issue?.message}`, {
      where: String(issue?.path[0] ?? 'query'),
    });
  }
  const { period, from, to, ...rest } = parsed.data;
  return {
    ...rest,
    period:
      from === undefined && to === undefined ? { preset: period ?? quality.firstPeriod } : between(from, to),
    choices: readChoices(parameters),
    drillDown: drillDownOf(rest),
  };
}

function onlyValue(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) throw new QuestionRefused('api: a filter is given twice', { where: name });
  return values[0];
}

function between(from: string | undefined, to: string | undefined): Period {
  if (from === undefined || to === undefined)
    throw new QuestionRefused('api: a period needs both its ends', {
      where: from === undefined ? 'from' : 'to',
    });
  if (from > to) throw new QuestionRefused('api: a period ends before it begins', { where: 'to' });
  return { from, to };
}

/** Values are sorted, so that the same question in another order is the same question. An empty value is "not known". */
function readChoices(parameters: URLSearchParams): Filters['choices'] {
  const choices: { [C in ChoiceId]?: (string | null)[] } = {};
  for (const id of CHOICE_IDS) {
    const values = [...new Set(parameters.getAll(id))].sort();
    if (values.length > MAX_VALUES || values.some((value) => value.length > 500))
      throw new QuestionRefused('api: a filter has too many or too long values', { where: id });
    if (values.length > 0) choices[id] = values.map((value) => (value === '' ? null : value));
  }
  return choices;
}

function drillDownOf(given: Pick<z.infer<typeof single>, `failed_${string}` & keyof z.infer<typeof single>>) {
  const { failed_form: formId, failed_criterion: criterionId, failed_agent: agent } = given;
  if (formId === undefined && criterionId === undefined && agent === undefined) return null;
  if (formId === undefined || criterionId === undefined)
    throw new QuestionRefused('api: failed_form and failed_criterion belong together', {
      where: formId === undefined ? 'failed_form' : 'failed_criterion',
    });
  return { formId, criterionId, ...(agent !== undefined && { agentId: agent === '' ? null : agent }) };
}
