import { readFileSync } from 'node:fs';

/**
 * What the fuzzer may write: one production a line, `kind := template`, where `$kind` is replaced by a text of that kind.
 * The columns are those of `calls c`.
 */
const lines = (name: string): string => readFileSync(new URL(`./${name}.grammar`, import.meta.url), 'utf8');

/** A production: the texts between its parts, and what the parts are. */
export interface Production {
  readonly texts: readonly string[];
  readonly kinds: readonly string[];
}

const productions = (text: string): [string, Production][] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [, kind = '', template = ''] = /^(\w+) := (.*)$/.exec(line) ?? [];
      const pieces = template.split(/\$([a-z]+)/);
      return [
        kind,
        {
          texts: pieces.filter((_, index) => index % 2 === 0),
          kinds: pieces.filter((_, index) => index % 2 === 1),
        },
      ];
    });

/** The productions of each kind, those without parts first. */
export const GRAMMAR: ReadonlyMap<string, readonly Production[]> = new Map(
  [
    ...Map.groupBy(
      ['expressions', 'typed-values', 'queries'].flatMap((name) => productions(lines(name))),
      ([kind]) => kind,
    ),
  ].map(([kind, list]) => [
    kind,
    list.map(([, production]) => production).sort((a, b) => a.kinds.length - b.kinds.length),
  ]),
);
