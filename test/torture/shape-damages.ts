import { fieldName, flips, type Json, type Path, places, typeName, withValue } from './flips.ts';
import { type Damage, damage } from './spoil.ts';

/** Fields that may be null, and those that may be left out, by names such as `transcript.turns[].text`. */
export interface Lenient {
  readonly nullable: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
}

/** Numbers that happen to be whole in the document, though their field takes any. */
const DOUBLES = /(tone_score|weight|score|percentage|_tokens)$/;
const fits = (name: string, before: unknown, after: unknown): boolean =>
  typeof before === 'number' && typeof after === 'number' && DOUBLES.test(name);

const change = (path: Path, value: Json | undefined) => (text: string) =>
  JSON.stringify(withValue(JSON.parse(text), path, value));

/** A value of every other type at every place of a document, and every key left out. */
export function shapeDamages(document: Json, { nullable, optional }: Lenient): Damage[] {
  const flipped = [...flips(document)].map(([path, before, after]) => {
    const name = fieldName(path);
    const fine = (after === null && nullable.has(name)) || fits(name, before, after);
    const code = name === 'schema_version' ? 'unknown_version' : 'bad_shape';
    const what = `${path.join('.')}: ${typeName(before)} → ${JSON.stringify(after)}`;
    return damage(what, fine ? null : code, change(path, after));
  });
  const missing = [...places(document)].flatMap(([path]) =>
    typeof path.at(-1) === 'number'
      ? []
      : [
          damage(
            `${path.join('.')}: left out`,
            optional.has(fieldName(path)) ? null : 'bad_shape',
            change(path, undefined),
          ),
        ],
  );
  return [...flipped, ...missing];
}
