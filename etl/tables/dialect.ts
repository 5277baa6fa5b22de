/**
 * What the two engines write differently. Everything here takes and gives SQL text; the meaning is the same on both, on
 * sealed documents (pipeline/contract, seal): texts are well-formed, instants have 24 characters and lists no NULL elements.
 */
export interface Dialect {
  /** A canonical ISO 8601 instant as timestamp, UTC. */
  instant(text: string): string;
  /** UTC day of a canonical ISO 8601 instant, as date. */
  day(text: string): string;
  /** What the wall clock of the tenant's time zone shows at an instant, as timestamp. */
  wallClock(instant: string): string;
  /** Elements of a list; NULL for a NULL list. */
  size(list: string): string;
  /** Elements of a list for which a condition on `x` holds, such as `x.outcome = 'fail'`; NULL for a NULL list. */
  sizeWhere(list: string, condition: string): string;
  /** A field of the first element for which a condition on `x` holds; NULL when there is none. */
  firstWhere(list: string, condition: string, field: string): string;
  /** Words of a text by white space as JavaScript's `\s` knows it. */
  words(text: string): string;
}

/** Where the value of a column comes from: a dotted path such as `d.agent.id`, or SQL made with the engine's dialect. */
export type Expression = string | ((sql: Dialect) => string);
