/** A way to spoil the text of a document. */
export interface Damage {
  readonly name: string;
  readonly spoil: (text: string) => string | Buffer;
  /** Code that the spoilt document is refused with; null when it can still be read. */
  readonly code: string | null;
}

/** Names a damage. */
export const damage = (name: string, code: string | null, spoil: Damage['spoil']): Damage => ({
  name,
  code,
  spoil,
});
