import { z } from 'zod';
import { channelSchema, directionSchema } from './call-document.ts';
import { criterionKindSchema, criticalitySchema } from './evaluation.ts';
import { shortListOf } from './lists.ts';

/** What criterion and section ids should look like, so that they read well as column values and in links. */
export const FORM_PART_ID_PATTERN = /^[a-z][a-z0-9_]{0,62}$/;

/** What a form id looks like. */
export const FORM_ID_PATTERN = /^[a-z][a-z0-9_-]{0,62}$/;

/** Values that a form gets where its author says nothing. `na_allowed` follows from `required`. */
export const FORM_DEFAULTS = {
  weight: 1,
  required: false,
  critical: 'none',
  polarity: 'positive',
  max_score: 1,
  said_by: 'agent',
  window_of: 'call',
  partial_credit: false,
} as const;

/** Highest weight, number of criteria, and so on, that a form may have; they bound what scoring one call can cost. */
export const FORM_LIMITS = {
  weight: 1_000_000,
  criteria: 200,
  sections: 50,
  bands: 20,
  matchers: 100,
  text: 2000,
};

const text = z.string().trim().min(1).max(FORM_LIMITS.text);
const partId = z.string().min(1).max(128);
const weight = z.number().nonnegative().max(FORM_LIMITS.weight);

/** Puts the default where a key is absent or null, so that a published form always has every key. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** Whether exactly one of these values is given. */
const exactlyOne = (...values: readonly unknown[]): boolean =>
  values.filter((value) => value !== null).length === 1;

export const SAID_BY = ['agent', 'customer', 'any'] as const;
export const saidBySchema = z.enum(SAID_BY);
/** Whose turns are looked at. */
export type SaidBy = z.infer<typeof saidBySchema>;

const wordings = shortListOf(z.string().min(1).max(FORM_LIMITS.text), FORM_LIMITS.matchers).default([]);

/** One thing that may be said, in any of several wordings. A bare text in a form is one phrase. */
export const matcherSchema = z.preprocess(
  (value) => (typeof value === 'string' ? { phrases: [value] } : value),
  z
    .strictObject({
      /** Null: as the rule says. */
      said_by: optional(saidBySchema),
      phrases: wordings,
      patterns: wordings,
    })
    .refine((matcher) => matcher.phrases.length + matcher.patterns.length > 0, 'needs phrases or patterns'),
);
export type Matcher = z.infer<typeof matcherSchema>;

const matchers = shortListOf(matcherSchema, FORM_LIMITS.matchers).min(1);
const windowLength = z.number().positive().max(1_000_000);

/** The part of the call in which a rule looks: exactly one of the four lengths. */
export const windowSchema = z
  .strictObject({
    first_turns: optional(windowLength.int()),
    last_turns: optional(windowLength.int()),
    first_seconds: optional(windowLength),
    last_seconds: optional(windowLength),
    /** Counted over all turns of the call, or over the turns of who must say it. */
    of: z.enum(['call', 'speaker']).default(FORM_DEFAULTS.window_of),
  })
  .refine(
    (window) => exactlyOne(window.first_turns, window.last_turns, window.first_seconds, window.last_seconds),
    'needs exactly one of first_turns, last_turns, first_seconds, last_seconds',
  );
export type Window = z.infer<typeof windowSchema>;

/** Answers a question by what is said: exactly one of any_of, all_of, none_of, in_order. */
export const ruleSchema = z
  .strictObject({
    said_by: saidBySchema.default(FORM_DEFAULTS.said_by),
    any_of: optional(matchers),
    all_of: optional(matchers),
    none_of: optional(matchers),
    /** The first time each is said comes after the first time the one before it is said. */
    in_order: optional(matchers),
    /** With any_of: so many different ones; null means one. */
    at_least: optional(z.number().int().positive()),
    within: optional(windowSchema),
    /** With all_of, in_order or at_least: the share that was found earns that share of the score. */
    partial_credit: z.boolean().default(FORM_DEFAULTS.partial_credit),
  })
  .refine(
    (rule) => exactlyOne(rule.any_of, rule.all_of, rule.none_of, rule.in_order),
    'needs exactly one of any_of, all_of, none_of, in_order',
  );
export type Rule = z.infer<typeof ruleSchema>;

/** What a metric question can measure; the unit is the last word of the name, a share is 0 to 1. */
export const MEASURES = [
  'silence_seconds',
  'silence_share',
  'agent_talk_share',
  'longest_monologue_seconds',
  'interruptions',
  'agent_interruptions',
  'duration_seconds',
  'average_response_seconds',
  'longest_response_seconds',
  'first_response_seconds',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Answers a question by a measure of the call: min and/or max (both inclusive), or full_at and zero_at with a line between. */
export const metricSchema = z
  .strictObject({
    measure: z.enum(MEASURES),
    /** Whose monologue; other measures do not use it. */
    said_by: saidBySchema.default(FORM_DEFAULTS.said_by),
    min: optional(z.number()),
    max: optional(z.number()),
    full_at: optional(z.number()),
    zero_at: optional(z.number()),
  })
  .refine(
    (metric) =>
      metric.full_at === null && metric.zero_at === null
        ? metric.min !== null || metric.max !== null
        : metric.full_at !== null && metric.zero_at !== null && metric.min === null && metric.max === null,
    'needs min and/or max, or else both full_at and zero_at',
  );
export type Metric = z.infer<typeof metricSchema>;

/** When a question is asked at all: every condition given must hold, otherwise it is not applicable. */
export const conditionSchema = z
  .strictObject({
    channel: optional(channelSchema),
    direction: optional(directionSchema),
    /** Language tag; `en` also means `en-US`. */
    language: optional(z.string().min(2).max(35)),
    /** Something that must have been said. */
    said: optional(
      z.strictObject({
        said_by: saidBySchema.default('any'),
        any_of: matchers,
        within: optional(windowSchema),
      }),
    ),
  })
  .refine(
    (condition) => Object.values(condition).some((value) => value !== null),
    'needs at least one of channel, direction, language, said',
  );
export type Condition = z.infer<typeof conditionSchema>;

/** `critical: true` in a form means that a fail of it fails the form. */
const authoredCriticality = z.preprocess((value) => {
  if (typeof value !== 'boolean') return value;
  return value ? 'form' : 'none';
}, criticalitySchema.default(FORM_DEFAULTS.critical));

/** Fills in what follows from other keys: the kind from the definition that is there, `na_allowed` from `required`. */
function inferred(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const kind = given.rule != null ? 'rule' : given.metric != null ? 'metric' : 'llm';
  return {
    ...given,
    kind: given.kind === undefined ? kind : given.kind,
    na_allowed: given.na_allowed === undefined ? given.required !== true : given.na_allowed,
  };
}

/** One question of a form. */
export const criterionSchema = z.preprocess(
  inferred,
  z
    .strictObject({
      id: partId,
      text,
      /** Id of a section; null: in none. */
      section: optional(partId),
      weight: weight.default(FORM_DEFAULTS.weight),
      /** Must be answered; "not applicable" is no answer then. */
      required: z.boolean().default(FORM_DEFAULTS.required),
      critical: authoredCriticality,
      na_allowed: z.boolean(),
      /** Negative: a yes to the question is bad, and loses the points. */
      polarity: z.enum(['positive', 'negative']).default(FORM_DEFAULTS.polarity),
      kind: criterionKindSchema,
      max_score: z.number().positive().max(1000).default(FORM_DEFAULTS.max_score),
      rule: optional(ruleSchema),
      metric: optional(metricSchema),
      applies_when: optional(conditionSchema),
      /** What counts and what does not, for the model and for people who check it. */
      guidance: optional(text),
    })
    .refine((criterion) => (criterion.kind === 'rule') === (criterion.rule !== null), {
      message: 'kind rule and the key rule go together',
      path: ['rule'],
    })
    .refine((criterion) => (criterion.kind === 'metric') === (criterion.metric !== null), {
      message: 'kind metric and the key metric go together',
      path: ['metric'],
    }),
);
export type Criterion = z.infer<typeof criterionSchema>;

export const sectionSchema = z.strictObject({
  id: partId,
  title: text,
  /** Null in all sections: criteria count by their own weights over the whole form. */
  weight: optional(weight),
});
export type Section = z.infer<typeof sectionSchema>;

export const bandSchema = z.strictObject({ name: text, min: z.number() });
/** A name for percentages from `min` up to the next band. */
export type Band = z.infer<typeof bandSchema>;

/** A form as its author wrote it, with every default filled in. It has no version before it is published. */
export const formDraftSchema = z.strictObject({
  form_id: z.string().min(1).max(128),
  title: text,
  /** Language tag of its phrases; calls in another language leave rule questions undetermined. Null: any. */
  language: optional(z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)),
  description: optional(text),
  sections: shortListOf(sectionSchema, FORM_LIMITS.sections).default([]),
  criteria: shortListOf(criterionSchema, FORM_LIMITS.criteria).min(1),
  bands: shortListOf(bandSchema, FORM_LIMITS.bands).default([]),
  /** Percentage from which a call passes; null: the form draws no such line. */
  pass_mark: optional(z.number()),
});
export type FormDraft = z.infer<typeof formDraftSchema>;

/** A published form. A version never changes. */
export const qaFormSchema = formDraftSchema.extend({ version: z.number().int().positive() });
export type QaForm = z.infer<typeof qaFormSchema>;
