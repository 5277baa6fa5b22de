import { type Damage, damage } from './spoil.ts';

/** Where texts are cut: the first, the middle and the last place of each kind of byte. Offsets are bytes. */
const CUTS: Readonly<Record<string, RegExp>> = {
  'inside a key': /"[a-z_]{2,}(?=[a-z_]*":)/g,
  'after a key': /"[a-z_]+"(?=:)/g,
  'inside a string': /:"[^"\\]{1,3}(?=[^"\\])/g,
  'after a string': /:"[^"\\]*"(?=[,}])/g,
  'inside an escape': /\\(?=[n"])/g,
  'after an escape': /\\[n"](?=.)/g,
  'inside a number': /:-?\d(?=[\d.e])/g,
  'after a number': /:-?\d+(?=[,}])/g,
  'inside a literal': /:(tru|fals|t)(?=e|se|rue)/g,
  'after a literal': /:(true|false)(?=[,}])/g,
  'after a colon': /":(?=.)/g,
  'after a comma': /,(?=")/g,
  'after an opening brace': /\{(?=")/g,
  'after an opening bracket': /\[(?=.)/g,
  'after a closing brace': /\}(?=[,\]])/g,
  'after a closing bracket': /\](?=,)/g,
};

const ends = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map(({ index, 0: match }) => index + match.length);

/** Texts that end too early. */
export function truncations(): Damage[] {
  const cuts = Object.entries(CUTS).flatMap(([name, pattern]) =>
    [0, 0.5, 1].map((share) =>
      damage(`cut ${name} (${share})`, 'not_json', (text) => {
        const at = ends(text, pattern);
        const place = at[Math.round((at.length - 1) * share)];
        if (place === undefined) throw new Error(`torture: no place ${name}`);
        return text.slice(0, place);
      }),
    ),
  );
  const inCharacter = (character: string, bytes: number): Damage =>
    damage(`cut inside ${character}, after ${bytes} bytes`, 'invalid_utf8', (text) => {
      const at = Buffer.byteLength(text.slice(0, text.indexOf(character)));
      return Buffer.from(text).subarray(0, at + bytes);
    });
  return [
    ...cuts,
    inCharacter('ö', 1),
    inCharacter('😀', 1),
    inCharacter('😀', 2),
    inCharacter('😀', 3),
    damage('cut before its last brace', 'not_json', (text) => text.slice(0, -1)),
    damage('cut after its first byte', 'not_json', (text) => text.slice(0, 1)),
    damage('cut to nothing', 'empty', () => ''),
  ];
}
