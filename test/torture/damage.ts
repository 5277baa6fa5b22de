import { type Damage, damage } from './spoil.ts';
import { truncations } from './truncations.ts';

/** Replaces what must be there. */
function replaced(text: string, part: string | RegExp, by: string): string {
  const changed = text.replace(part, () => by);
  if (changed === text) throw new Error(`torture: nothing to replace: ${part}`);
  return changed;
}
const swap = (part: string | RegExp, by: string) => (text: string) => replaced(text, part, by);

/** Damage to the seal alone does no harm to the document. */
const SEALS: readonly Damage[] = [
  damage('its seal cut off in the middle', 'not_json', (text) => text.slice(0, -20)),
  damage('its seal cut off before the digits', 'not_json', (text) => text.slice(0, -34)),
  damage('its seal cut off after the digits', 'not_json', (text) => text.slice(0, -2)),
  damage('its seal of another document', null, swap(/"seal":"[^"]*"/, `"seal":"${'0'.repeat(32)}"`)),
  damage('its seal a number', null, swap(/"seal":"[^"]*"/, '"seal":12')),
  damage('its seal in front', null, (text) =>
    replaced(text, /,"seal":"[^"]*"/, '').replace('{', `{"seal":"${'0'.repeat(32)}",`),
  ),
  damage('two seals', 'duplicate_key', swap(/,"seal":"([^"]*)"/, `,"seal":"","seal":""`)),
];

const DUPLICATES: readonly Damage[] = [
  damage('a key twice', 'duplicate_key', swap('"channel":"voice"', '"channel":"voice","channel":"chat"')),
  damage(
    'a key twice, alike',
    'duplicate_key',
    swap('"channel":"voice"', '"channel":"voice","channel":"voice"'),
  ),
  damage('a key twice, once escaped', 'duplicate_key', swap('"channel"', '"\\u0063hannel":"chat","channel"')),
  damage(
    'a key of a turn twice',
    'duplicate_key',
    swap('"speaker":"AGENT"', '"speaker":"AGENT","speaker":"OTHER"'),
  ),
  damage('an unknown key twice', 'duplicate_key', swap('{', '{"a":1,"a":1,')),
  damage('its id again at the end', 'duplicate_key', (text) => `${text.slice(0, -1)},"call_id":"other"}`),
];

/** Every spelling of a number in a double, a 64-bit and a 32-bit place; which of them can be read. */
const NUMBERS: readonly (readonly [text: string, double: boolean, bigint: boolean, integer: boolean])[] = [
  ['1e400', false, false, false],
  ['-1e400', false, false, false],
  ['-0', true, true, true],
  ['-1', false, true, false],
  ['9007199254740993', true, false, false],
  ['9007199254740991', true, true, false],
  ['2147483648', true, true, false],
  ['2147483647', true, true, true],
  ['99999999999999999999', true, false, false],
  ['0.1e-400', true, true, true],
  ['12.7', true, false, false],
  ['12.0', true, true, true],
  ['1e2', true, true, true],
  ['1E+2', true, true, true],
  ['5e-324', true, false, false],
  ['1.7976931348623157e308', true, false, false],
];
const NO_NUMBERS = [
  'NaN',
  'Infinity',
  '-Infinity',
  '012',
  '+1',
  '.5',
  '5.',
  '0x10',
  '1e',
  '--1',
  '1_000',
  '1,5',
  '٣',
];

const NUMBER_PLACES = [
  ['double', '"duration_seconds":61.5', '"duration_seconds":', 1],
  ['bigint', '"start_ms":-20', '"start_ms":', 2],
  ['integer', '"interruptions":1', '"interruptions":', 3],
] as const;

const numbers = (): Damage[] =>
  NUMBER_PLACES.flatMap(([name, part, key, column]) => [
    ...NUMBERS.map((row) =>
      damage(`${row[0]} for a ${name}`, row[column] ? null : 'bad_shape', swap(part, key + row[0])),
    ),
    ...NO_NUMBERS.map((text) => damage(`${text} for a ${name}`, 'not_json', swap(part, key + text))),
  ]);

const queue = (content: string) => swap('"Störung"', `"${content}"`);
const rawQueue =
  (...bytes: number[]) =>
  (text: string) => {
    const [before = '', after = ''] = text.split('Störung');
    return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
  };

const TEXTS: readonly Damage[] = [
  damage('an escaped high surrogate alone', 'invalid_unicode', queue('a\\ud800b')),
  damage('an escaped low surrogate alone', 'invalid_unicode', queue('\\uDC00')),
  damage('two escaped surrogates the wrong way round', 'invalid_unicode', queue('\\ude00\\ud83d')),
  damage('half a surrogate in a key', 'invalid_unicode', swap('{', '{"\\ud800":1,')),
  damage('an escaped pair', null, queue('\\ud83d\\ude00')),
  damage('an escaped NUL', null, queue('a\\u0000b')),
  damage('every short escape', null, queue('\\"\\\\\\/\\b\\f\\n\\r\\t')),
  damage('an escape that is none', 'not_json', queue('\\x41')),
  damage('half an escape', 'not_json', queue('\\u00e')),
  damage('a raw NUL', 'not_json', queue('a\u0000b')),
  damage('a raw tab', 'not_json', queue('a\tb')),
  damage('a raw line end', 'not_json', queue('a\nb')),
  damage('a raw U+0001', 'not_json', queue('a\u0001b')),
  damage('a raw DEL and line separators', null, queue('a\u007f\u0085\u2028\u2029b')),
  damage('a byte that is never UTF-8', 'invalid_utf8', rawQueue(0xff)),
  damage('a continuation byte alone', 'invalid_utf8', rawQueue(0x80)),
  damage('half a character', 'invalid_utf8', rawQueue(0xc3, 0x28)),
  damage('a slash written too long', 'invalid_utf8', rawQueue(0xc0, 0xaf)),
  damage('a surrogate in UTF-8', 'invalid_utf8', rawQueue(0xed, 0xa0, 0x80)),
  damage('beyond Unicode', 'invalid_utf8', rawQueue(0xf4, 0x90, 0x80, 0x80)),
  damage('Latin-1', 'invalid_utf8', (text) => Buffer.from(replaced(text, '😀', ''), 'latin1')),
  damage('UTF-16', 'invalid_utf8', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
  damage('a text of five million characters', null, swap('"Meine', `"${'wort '.repeat(1_000_000)}Meine`)),
  damage('a name longer than any', 'bad_shape', queue('x'.repeat(501))),
];

const again = (text: string, space: number | string, end = '\n'): string =>
  JSON.stringify(JSON.parse(text), null, space).replaceAll('\n', end);

const ENVELOPES: readonly Damage[] = [
  damage('a byte order mark', null, (text) => `\ufeff${text}`),
  damage('two byte order marks', 'not_json', (text) => `\ufeff\ufeff${text}`),
  damage('a line end of Windows', null, (text) => `${text}\r\n`),
  damage('more line ends', null, (text) => `${text}\n\n`),
  damage('white space around it', null, (text) => ` \r\n\t${text}\t \r`),
  damage('white space that JSON does not know', 'not_json', (text) => `\u00a0${text}`),
  damage('lines for people', null, (text) => again(text, 2)),
  damage('lines for people on Windows', null, (text) => `\ufeff${again(text, '\t', '\r\n')}\r\n`),
  damage('a NUL at its end', 'not_json', (text) => `${text}\u0000`),
  damage('a comma at its end', 'not_json', (text) => `${text},`),
  damage('another document on the line', 'not_json', (text) => text + text),
  damage('another document on the next line', 'not_json', (text) => `${text}\n${text}\n`),
  damage('a list around it', 'bad_shape', (text) => `[${text}]`),
  damage('a text around it', 'bad_shape', (text) => JSON.stringify(text)),
  damage('nothing but white space', 'empty', () => ' \r\n\t '),
  damage('nothing but a byte order mark', 'empty', () => '\ufeff'),
  damage('null instead', 'bad_shape', () => 'null'),
  damage('a number instead', 'bad_shape', () => '12.7'),
  damage('an empty object instead', 'bad_shape', () => '{}'),
  damage('HTML instead', 'not_json', () => '<html><body>503</body></html>'),
  damage('compressed bytes instead', 'invalid_utf8', () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])),
  damage('zeros instead', 'not_json', (text) => Buffer.alloc(text.length)),
  damage('a hundred thousand brackets instead', 'too_deep', () => '['.repeat(100_000)),
  damage('a hundred thousand levels within', 'too_deep', (text) =>
    replaced(text, '{', `{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)},`),
  ),
  damage('a comma before a brace', 'not_json', (text) => `${text.slice(0, -1)},}`),
  damage('a comma before a bracket', 'not_json', swap('["delivery"]', '["delivery",]')),
  damage('two commas', 'not_json', swap('["delivery"]', '["delivery",,"x"]')),
  damage('a comment', 'not_json', swap('{', '{/* comment */')),
  damage('a comment to the end of the line', 'not_json', (text) => `// comment\n${text}`),
  damage('quotes of another kind', 'not_json', swap('"delivery"', "'delivery'")),
  damage('a key without quotes', 'not_json', swap('"channel":', 'channel:')),
  damage('no colon', 'not_json', swap('"channel":', '"channel"')),
  damage('literals of Python', 'not_json', swap('"pii_redacted":true', '"pii_redacted":True')),
  damage('an unknown key', null, swap('{', '{"more":{"deep":[1,{}]},')),
  damage('unknown keys in lists', null, swap('"speaker":"AGENT"', '"speaker":"AGENT","mood":"good"')),
];

const MISPLACED: readonly Damage[] = [
  damage('of another tenant', 'wrong_tenant', swap('"tenant_id":"acme"', '"tenant_id":"globex"')),
  damage('of no tenant', 'bad_shape', swap('"tenant_id":"acme"', '"tenant_id":""')),
  damage('of another call', 'wrong_call', swap(/"call_id":"[^"]*"/, '"call_id":"another"')),
  damage('of another revision', 'wrong_revision', swap(/"revision":"20260101/, '"revision":"20260102')),
  damage(
    'of another day',
    'wrong_day',
    swap(/"started_at":"[^"]*"/, '"started_at":"2026-03-09T23:59:59.999Z"'),
  ),
  damage('of no day', 'bad_shape', swap(/"started_at":"[^"]*"/, '"started_at":"2026-02-30T00:00:00.000Z"')),
  damage('of a later version', 'unknown_version', swap('"schema_version":1', '"schema_version":2')),
  damage(
    'with its instant written otherwise',
    null,
    swap(/"processed_at":"[^"]*"/, '"processed_at":"2026-03-11T01:00:00Z"'),
  ),
];

/** The list with its only element twice. */
const doubled = (name: 'evaluations' | 'reviews' | 'criteria') => (text: string) =>
  JSON.stringify(JSON.parse(text), (key, value) => (key === name ? [...value, ...value] : value));

const REPEATED: readonly Damage[] = [
  damage('a turn twice', 'duplicate_turn', swap('"index":1', '"index":0')),
  damage('an evaluation twice', 'duplicate_evaluation', doubled('evaluations')),
  damage('a criterion twice', 'duplicate_criterion', doubled('criteria')),
  damage('a review twice', 'duplicate_review', doubled('reviews')),
];

/** Damage to the text of any whole document. */
export const textDamages = (): Damage[] => [
  ...truncations(),
  ...DUPLICATES,
  ...numbers(),
  ...TEXTS,
  ...ENVELOPES,
  ...MISPLACED,
  ...REPEATED,
];

/** Damage that only a document with a seal can have. */
export const sealDamages = (): readonly Damage[] => SEALS;
