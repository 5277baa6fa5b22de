import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { TIME_ZONE } from '../corpus.ts';

/*
 * The tables as Polars frames. Expressions are made once, when the module is loaded: in nodejs-polars making one costs as
 * much as running it over a hundred documents.
 */

const { col } = pl;
const ISO = '%Y-%m-%dT%H:%M:%S%.3fZ';
const WALL_CLOCK = '%Y-%m-%dT%H:%M:%S%.3f';
const INSTANT = pl.Datetime('ms');

/** What a dotted path leads to. */
function at(path: string): Expr {
  const [first = path, ...rest] = path.split('.');
  return rest.reduce((value, name) => value.struct.field(name), col(first));
}

/** Columns by name and path. */
const as = (paths: Readonly<Record<string, string>>): Expr[] =>
  Object.entries(paths).map(([name, path]) => at(path).alias(name));

/** Columns that have the name of the field below a path. */
const below = (under: string, names: string): Expr[] =>
  names.split(' ').map((name) => at(`${under}.${name}`).alias(name));

const columns = (names: string): Expr[] => names.split(' ').map((name) => col(name));

const instant = (path: string): Expr => at(path).str.strptime(INSTANT, ISO);
const lengthOf = (path: string, name: string): Expr => at(path).lst.lengths().cast(pl.Int32).alias(name);

const KEYS = columns('call_id dt call_date');
const HANDLING = columns('agent_id agent_name agent_team queue channel');
const EVALUATION = columns('evaluation_id form_id form_version attempt is_latest is_current scored_at');

const OF_EVERY_TABLE = [
  instant('started_at').alias('started'),
  col('started_at').str.slice(0, 10).str.strptime(pl.Date, '%Y-%m-%d').alias('dt'),
  ...as({ agent_id: 'agent.id', agent_name: 'agent.name', agent_team: 'agent.team' }),
];
const STARTED_LOCAL = col('started')
  .cast(pl.Datetime('ms', 'UTC'))
  .cast(pl.Datetime('ms', TIME_ZONE))
  .date.strftime(WALL_CLOCK)
  .str.strptime(INSTANT, WALL_CLOCK)
  .alias('started_local');
const CALL_DATE = col('started_local').cast(pl.Date).alias('call_date');

/** The documents with the columns that every table repeats. */
export const withKeys = (documents: DataFrame): DataFrame =>
  documents
    .withColumns(...OF_EVERY_TABLE)
    .withColumns(STARTED_LOCAL)
    .withColumns(CALL_DATE);

const CALLS = [
  ...KEYS,
  ...columns('revision started_at_origin started_local duration_seconds direction language'),
  instant('started_at').alias('started_at'),
  instant('processed_at').alias('processed_at'),
  ...HANDLING,
  ...as({ customer_ref: 'customer.ref', source_kind: 'source.kind', source_provider: 'source.provider' }),
  ...as({ source_uri: 'source.uri' }),
  ...below('source', 'content_sha256 pii_redacted'),
  lengthOf('transcript.turns', 'turn_count'),
  ...as({
    speaker_roles_origin: 'transcript.speaker_roles.origin',
    speaker_roles_confidence: 'transcript.speaker_roles.confidence',
    talk_time_agent_ms: 'transcript.talk_time_ms.AGENT',
    talk_time_customer_ms: 'transcript.talk_time_ms.CUSTOMER',
  }),
  ...below('transcript', 'silence_ms interruptions'),
  ...as({ sentiment: 'sentiment.overall', sentiment_agent: 'sentiment.agent' }),
  ...as({ sentiment_customer: 'sentiment.customer' }),
  ...below('ai_summary', 'tone_score issue resolution outcome call_summary'),
  ...columns('categories topics unscored_reason'),
  lengthOf('evaluations', 'evaluation_count'),
];

export const calls = (documents: DataFrame): DataFrame => documents.select(...CALLS);

const POSITION = col('row').minus(col('row').first().over('call_id')).cast(pl.Int32).alias('position');

/** The elements of a list: how to take them, and the columns to make of them. */
interface Elements {
  readonly list: readonly Expr[];
  readonly select: readonly Expr[];
}

const handled = (list: string, select: readonly Expr[]): Elements => ({
  list: [...KEYS, ...HANDLING, at(list).alias('x')],
  select: [...KEYS, ...HANDLING, ...select],
});

/** Rows of a list's elements; `position` counts them within each call, from 0. */
const elements = (documents: DataFrame, { list, select }: Elements): DataFrame =>
  documents
    .select(...list)
    .explode('x')
    // A list without elements explodes into one row of nulls.
    .filter(EXISTS)
    .withRowCount('row')
    .withColumns(POSITION)
    .select(...select);
const EXISTS = col('x').isNotNull();

/** Whether a row is the last of its group by the time of scoring, then by position. */
function last(name: string, first: string, ...others: string[]): Expr {
  const lastOf = (value: Expr): Expr => value.max().over(first, ...others);
  const latest = col('scored_text').eq(lastOf(col('scored_text')));
  return lastOf(pl.when(latest).then(col('position')).otherwise(pl.lit(null)))
    .eq(col('position'))
    .alias(name);
}

const EVALUATIONS = handled('evaluations', [
  col('position'),
  ...below('x', 'evaluation_id form_id form_version attempt'),
  at('x.scored_at').alias('scored_text'),
  instant('x.scored_at').alias('scored_at'),
  col('x'),
]);
const STANDING = [last('is_latest', 'call_id', 'form_id'), last('is_current', 'call_id')];

export const rankedEvaluations = (documents: DataFrame): DataFrame =>
  elements(documents, EVALUATIONS).withColumns(...STANDING);

const outcomes = (outcome: string): Expr =>
  at('x.criteria')
    .lst.eval(pl.element().struct.field('outcome').eq(pl.lit(outcome)).cast(pl.Int32))
    .lst.sum()
    .cast(pl.Int32);

const EVALUATION_ROWS = [
  ...KEYS,
  ...EVALUATION,
  ...HANDLING,
  ...below('x', 'scorer model status total_score max_score percentage coverage auto_failed band'),
  lengthOf('x.criteria', 'criteria_count'),
  outcomes('fail').alias('failed_count'),
  outcomes('undetermined').alias('undetermined_count'),
];

export const evaluations = (ranked: DataFrame): DataFrame => ranked.select(...EVALUATION_ROWS);

const firstVerified = (field: string): Expr => {
  const verified = pl.element().filter(pl.element().struct.field('verified')).struct.field(field);
  return at('x.evidence').lst.eval(verified).lst.first();
};

const CRITERIA = [...KEYS, ...EVALUATION, ...HANDLING, at('x.criteria').alias('x')];
const CRITERION_POSITION = col('row')
  .minus(col('row').first().over('call_id', 'form_id', 'attempt'))
  .cast(pl.Int32)
  .alias('criterion_index');
const CRITERION_SCORES = [
  ...KEYS,
  ...EVALUATION,
  ...HANDLING,
  col('criterion_index'),
  ...as({ section_id: 'x.section', criterion_id: 'x.id' }),
  ...below('x', 'question kind weight required critical outcome score max_score reason confidence evidence'),
  firstVerified('quote').alias('evidence_quote'),
  firstVerified('turn').alias('evidence_turn'),
];

export const criterionScores = (ranked: DataFrame): DataFrame =>
  ranked
    .select(...CRITERIA)
    .explode('x')
    .filter(EXISTS)
    .withRowCount('row')
    .withColumns(CRITERION_POSITION)
    .select(...CRITERION_SCORES);

const TURNS = [...KEYS, at('transcript.turns').alias('x')];
const TURN_ROWS = [
  ...KEYS,
  at('x.index').alias('turn_index'),
  ...below('x', 'speaker start_ms end_ms text sentiment'),
  // Words between single spaces: cheaper than by white space, and the same for these documents.
  at('x.text').str.split(' ').lst.lengths().cast(pl.Int32).alias('word_count'),
];

export const turns = (documents: DataFrame): DataFrame =>
  documents
    .select(...TURNS)
    .explode('x')
    .filter(EXISTS)
    .select(...TURN_ROWS);

const ENTITIES = handled('entities', [
  col('position').alias('entity_index'),
  ...as({ entity_type: 'x.type', text: 'x.text', confidence: 'x.score' }),
]);
const KEY_PHRASES = handled('key_phrases', [
  col('position').alias('phrase_index'),
  ...as({ text: 'x.text', confidence: 'x.score' }),
]);
const ACTION_ITEMS = handled('ai_summary.action_items', [
  col('position').alias('item_index'),
  col('x').alias('text'),
]);
const REVIEWS = handled('reviews', [
  ...below('x', 'review_id evaluation_id form_id form_version attempt criterion_id kind reviewer_id'),
  instant('x.reviewed_at').alias('reviewed_at'),
  ...below('x', 'outcome score max_score comment'),
]);

export const entities = (documents: DataFrame): DataFrame => elements(documents, ENTITIES);
export const keyPhrases = (documents: DataFrame): DataFrame => elements(documents, KEY_PHRASES);
export const actionItems = (documents: DataFrame): DataFrame => elements(documents, ACTION_ITEMS);
export const reviews = (documents: DataFrame): DataFrame => elements(documents, REVIEWS);

/** A sum that is null when there is nothing to add up, as in SQL. */
const summed = (name: string, value: Expr): Expr =>
  pl
    .when(value.isNotNull().sum().gt(pl.lit(0)))
    .then(value.sum())
    .otherwise(pl.lit(null))
    .alias(name);
const holds = (name: string, condition: Expr): Expr => condition.sum().cast(pl.Int64).alias(name);
const counted = (name: string, of: string): Expr => holds(name, col(of).isNotNull());
const answered = (name: string, outcome: string): Expr => holds(name, col('outcome').eq(pl.lit(outcome)));

const CALL_DAY = ['dt', 'call_date', 'agent_id', 'agent_name', 'agent_team', 'queue', 'channel'];
const CALL_SUMS = [
  counted('calls', 'call_id'),
  holds('scored_calls', col('unscored_reason').isNull()),
  counted('duration_count', 'duration_seconds'),
  summed('duration_sum', col('duration_seconds')),
  counted('silence_count', 'silence_ms'),
  summed('silence_ms_sum', col('silence_ms')),
  counted('sentiment_customer_count', 'sentiment_customer'),
  summed('sentiment_customer_sum', col('sentiment_customer')),
];

export const callDays = (ofCalls: DataFrame): DataFrame => ofCalls.groupBy(CALL_DAY).agg(...CALL_SUMS);

const CRITERION_DAY = [...CALL_DAY, ...['form_id', 'form_version', 'criterion_id', 'section_id', 'question']];
const CRITERION_SUMS = [
  counted('answers', 'criterion_id'),
  answered('passed', 'pass'),
  answered('failed', 'fail'),
  answered('partial', 'partial'),
  answered('not_applicable', 'not_applicable'),
  answered('undetermined', 'undetermined'),
  summed('score_sum', col('score')),
  summed('max_score_sum', pl.when(col('score').isNotNull()).then(col('max_score')).otherwise(pl.lit(null))),
];
const IS_CURRENT = col('is_current');

export const criterionDays = (scores: DataFrame): DataFrame =>
  scores
    .filter(IS_CURRENT)
    .groupBy(CRITERION_DAY)
    .agg(...CRITERION_SUMS);
