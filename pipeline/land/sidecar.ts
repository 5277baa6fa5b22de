import { z } from 'zod';
import {
  CALL_ID_PATTERN,
  type CallFacts,
  CciError,
  DIRECTIONS,
  parseJson,
  shapeFault,
} from '../contract/index.ts';
import { parseInstant } from '../transcripts/index.ts';
import { SidecarRefused } from './errors.ts';

/** What stands for nothing: an export writes an empty text where it has no value. */
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** A value of a sidecar, null where it says nothing. */
const said = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (isNothing(value) ? null : value), schema.nullable());

/** Text of a sidecar; a number is read as its digits. */
const text = said(
  z
    .custom<string | number>(
      (value) => (typeof value === 'string' && value.length <= 500) || Number.isSafeInteger(value),
      'must be a text of at most 500 characters, or a whole number',
    )
    .transform((value) => String(value).trim()),
);

const callId = text.refine((value) => value === null || CALL_ID_PATTERN.test(value), {
  message: `must match ${CALL_ID_PATTERN.source}`,
});

/** An instant: ISO 8601 with `Z` or an offset, since a local time would have to be guessed. */
const instant = said(
  z.string().transform((value, context) => {
    const at = parseInstant(value.trim());
    if (at !== null) return new Date(at).toISOString();
    context.addIssue({
      code: 'custom',
      message: 'must be an ISO 8601 time with Z or an offset, such as 2026-03-02T09:15:00+01:00',
    });
    return z.NEVER;
  }),
);

const sidecarSchema = z.looseObject({
  call_id: callId,
  started_at: instant,
  agent: said(z.looseObject({ id: text, name: text, team: text })),
  queue: text,
  direction: said(
    z
      .string()
      .transform((value) => value.trim().toLowerCase())
      .pipe(z.enum(DIRECTIONS)),
  ),
  language: text.refine((value) => value === null || /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(value), {
    message: 'must be a language tag such as en or de-AT',
  }),
  customer: said(z.looseObject({ ref: text })),
});

/** What a sidecar says of a call, and the keys of it that nothing reads (a misspelt one is worth a warning). */
export interface Sidecar {
  readonly facts: CallFacts;
  readonly unknownKeys: readonly string[];
}

/**
 * Reads a sidecar (`NAME.meta.json`).
 * @throws {SidecarRefused} when it is not JSON or a value is not what it must be
 */
export function readSidecar(bytes: Uint8Array): Sidecar {
  const result = sidecarSchema.safeParse(parseSidecarJson(bytes));
  if (!result.success) {
    const { message, where } = shapeFault(result.error);
    throw new SidecarRefused(`land: sidecar: ${message}`, {
      where,
      hint: 'docs/formats.md says what a sidecar holds.',
    });
  }
  const { agent, customer, ...rest } = result.data;
  const { call_id, started_at, queue, direction, language } = rest;
  return {
    facts: {
      call_id,
      started_at,
      queue,
      direction,
      language,
      agent: agent == null ? null : { id: agent.id, name: agent.name, team: agent.team },
      customer_ref: customer?.ref ?? null,
    },
    unknownKeys: unknownKeys(result.data),
  };
}

function parseSidecarJson(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch (cause) {
    if (!(cause instanceof CciError)) throw cause;
    const where = cause.where === undefined ? {} : { where: cause.where };
    throw new SidecarRefused(`land: sidecar: ${cause.message}`, { ...where, cause });
  }
}

const KNOWN: readonly string[] = Object.keys(sidecarSchema.shape);
const KNOWN_OF_AGENT: readonly string[] = ['id', 'name', 'team'];

function unknownKeys(sidecar: z.infer<typeof sidecarSchema>): string[] {
  const agent = Object.keys(sidecar.agent ?? {}).filter((key) => !KNOWN_OF_AGENT.includes(key));
  const customer = Object.keys(sidecar.customer ?? {}).filter((key) => key !== 'ref');
  return [
    ...Object.keys(sidecar).filter((key) => !KNOWN.includes(key)),
    ...agent.map((key) => `agent.${key}`),
    ...customer.map((key) => `customer.${key}`),
  ];
}
