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
import { dayCount } from './period.ts';

/** Calls on one page of the list unless the question says otherwise. */
export const PAGE_SIZE = 25;

const MAX_VALUES = 200;
/** A chart has a point for each day, so that a period of a mistyped year would stall the browser. */
const MAX_DAYS = 7305;
/** No engine takes U+0000 in a text, and no name has it. */
const isText = (value: string): boolean => !value.includes('\u0000');
const day = z.iso.date().refine((value) => value >= '1970-01-01' && value <= '2199-12-31');
const count = z.coerce.number().int().positive();
const text = z.string().min(1).max(500).refine(isText);
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
  failed_agent: z.string().max(500).refine(isText).optional(),
});

/** What is wrong with a value, for who reads it; a value of a list of choices has no words of its own. */
const FAULTS: { readonly [name: string]: string } = {
  from: 'this is not a day between 1970 and 2199',
  to: 'this is not a day between 1970 and 2199',
  page: 'this is not the number of a page',
  page_size: 'this is not a number from 1 to 200',
};

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
    const where = String(parsed.error.issues[0]?.path[0] ?? 'query');
    const fault = FAULTS[where] ?? 'there is no such value';
    throw new QuestionRefused(`api: a filter is not understood: ${fault}`, {
      where,
      hint: 'Choose another value, or clear the filters.',
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
  if (dayCount({ from, to }) > MAX_DAYS)
    throw new QuestionRefused('api: a period is at most twenty years long', { where: 'from' });
  return { from, to };
}

/** Values are sorted, so that the same question in another order is the same question. An empty value is "not known". */
function readChoices(parameters: URLSearchParams): Filters['choices'] {
  const choices: { [C in ChoiceId]?: (string | null)[] } = {};
  for (const id of CHOICE_IDS) {
    const values = [...new Set(parameters.getAll(id))].sort();
    if (values.length > MAX_VALUES || values.some((value) => value.length > 500 || !isText(value)))
      throw new QuestionRefused('api: a filter has too many values, or one that is no name', { where: id });
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
  return { formId, criterionId, ...(agent !== undefined && { agent: agent === '' ? null : agent }) };
}
