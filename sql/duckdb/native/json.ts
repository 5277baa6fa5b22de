import { Failure } from './native.ts';
import { javaDouble } from './numbers.ts';

/** A number of a JSON text, as it is written. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  /** Whether it is written without a fraction and an exponent. */
  get isWhole(): boolean {
    return /^-?\d+$/.test(this.text);
  }
}

/** A JSON value; an object keeps its members in the order of the text, repeated ones included. */
export type Json =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly Json[]
  | { readonly members: readonly (readonly [string, Json])[] };

export const isObject = (value: Json): value is { readonly members: readonly (readonly [string, Json])[] } =>
  value !== null && typeof value === 'object' && 'members' in value;

/** Thrown where a text is not JSON, by Jackson's rules. */
export class NotJson extends Error {}

const MAX_DEPTH = 500;
/** Digits of a number that are read; more would hold up all other sessions of the process. */
const MAX_NUMBER = 1000;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SIMPLE_ESCAPES: { readonly [letter: string]: string } = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

/** Reads a JSON text step by step, so that what follows a value that was found need not be JSON. */
export class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether a bracket comes next; takes it. @throws {NotJson} */
  open(bracket: '{' | '['): boolean {
    if (this.#peek() !== bracket) return false;
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NotJson('too deep');
    return true;
  }

  /** Whether another element follows; takes the comma or the closing bracket. @throws {NotJson} */
  next(bracket: '}' | ']', first: boolean): boolean {
    const sign = this.#peek();
    if (sign === bracket) {
      this.#at += 1;
      this.#depth -= 1;
      return false;
    }
    if (first) return true;
    if (sign !== ',') throw new NotJson('a comma is missing');
    this.#at += 1;
    return true;
  }

  /** A member's name with its colon. @throws {NotJson} */
  name(): string {
    if (this.#peek() !== '"') throw new NotJson('a name is missing');
    const name = this.#string();
    if (this.#peek() !== ':') throw new NotJson('a colon is missing');
    this.#at += 1;
    return name;
  }

  /** The next value, whole. @throws {NotJson} */
  value(): Json {
    if (this.open('{')) {
      const members: [string, Json][] = [];
      while (this.next('}', members.length === 0)) members.push([this.name(), this.value()]);
      return { members };
    }
    if (this.open('[')) {
      const items: Json[] = [];
      while (this.next(']', items.length === 0)) items.push(this.value());
      return items;
    }
    return this.#scalar();
  }

  /** @throws {NotJson} when something follows */
  end(): void {
    if (this.#peek() !== '') throw new NotJson('something follows');
  }

  #peek(): string {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? '|')) this.#at += 1;
    return this.#text[this.#at] ?? '';
  }

  #scalar(): Json {
    if (this.#peek() === '"') return this.#string();
    for (const [word, value] of [
      ['null', null],
      ['true', true],
      ['false', false],
    ] as const)
      if (this.#text.startsWith(word, this.#at)) return this.#taken(word.length, value);
    NUMBER.lastIndex = this.#at;
    const [number] = NUMBER.exec(this.#text) ?? [];
    if (number === undefined) throw new NotJson('not a value');
    if (number.length > MAX_NUMBER) throw new Failure('NOT_PROVEN');
    return this.#taken(number.length, new JsonNumber(number));
  }

  #taken(length: number, value: Json): Json {
    this.#at += length;
    if (/[\w.+-]/.test(this.#text[this.#at] ?? '')) throw new NotJson('not a value');
    return value;
  }

  #string(): string {
    let value = '';
    for (this.#at += 1; ; this.#at += 1) {
      const sign = this.#text[this.#at];
      if (sign === undefined || sign < ' ') throw new NotJson('a text is not closed');
      if (sign === '"') break;
      value += sign === '\\' ? this.#escape() : sign;
    }
    this.#at += 1;
    if (!value.isWellFormed()) throw new NotJson('half a character');
    return value;
  }

  #escape(): string {
    this.#at += 1;
    const letter = this.#text[this.#at] ?? '';
    if (letter !== 'u') {
      const simple = SIMPLE_ESCAPES[letter];
      if (simple === undefined) throw new NotJson('an unknown escape');
      return simple;
    }
    const digits = this.#text.slice(this.#at + 1, this.#at + 5);
    if (!/^[\da-fA-F]{4}$/.test(digits)) throw new NotJson('an unknown escape');
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}

/** The whole of a text as JSON. @throws {NotJson} */
export function parseJson(text: string): Json {
  const reader = new JsonReader(text);
  const value = reader.value();
  reader.end();
  return value;
}

/** A text as Trino keeps JSON: no blanks, keys sorted and each once, numbers as Java writes them; null when it is no JSON. */
export function canonicalJson(text: string): string | null {
  try {
    return writeJson(parseJson(text), true);
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
}

/** Writes JSON as Trino's generator does; with `sorted`, keys in the order of their UTF-16 units, of repeated ones the last. */
export function writeJson(value: Json, sorted: boolean): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoteJson(value);
  if (value instanceof JsonNumber) return writeNumber(value);
  if (!isObject(value)) return `[${value.map((item) => writeJson(item, sorted)).join(',')}]`;
  const members = sorted ? [...new Map(value.members)].sort(([a], [b]) => (a < b ? -1 : 1)) : value.members;
  return `{${members.map(([name, held]) => `${quoteJson(name)}:${writeJson(held, sorted)}`).join(',')}}`;
}

function writeNumber(number: JsonNumber): string {
  if (number.isWhole) return String(BigInt(number.text));
  const value = Number(number.text);
  if (!Number.isFinite(value)) throw new Failure('NOT_PROVEN');
  return javaDouble(value);
}

const ESCAPES: { readonly [sign: string]: string } = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A text in quotes; characters beyond the basic plane are written as two escapes. */
export const quoteJson = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
  `"${text.replace(/["\\\u0000-\u001f]|[\ud800-\udfff]/g, (sign) => ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`;
