/** What is wrong with a JSON text, and at which UTF-16 offset. */
export interface JsonFault {
  readonly code: 'empty' | 'not_json' | 'duplicate_key' | 'too_deep' | 'too_large' | 'invalid_unicode';
  readonly at: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const LETTER_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const HEX4 = /[0-9a-fA-F]{4}/y;
const SIMPLE_ESCAPES = '"\\/bfnrt';

/** How much of objects and lists a text may hold. */
export interface JsonLimits {
  /** Deepest nesting. */
  readonly depth: number;
  /** Most of both together. */
  readonly containers: number;
}

/**
 * Checks a text against the JSON grammar (RFC 8259) in one pass with an explicit stack, and looks for what JSON.parse
 * cannot tell: repeated keys and escaped lone surrogates.
 * @returns the first fault, or null when JSON.parse will read the text and lose nothing
 */
export function scanJson(text: string, limits: JsonLimits): JsonFault | null {
  return new Scan(text, limits).run();
}

class Scan {
  readonly #text: string;
  readonly #limits: JsonLimits;
  #at = 0;
  #containers = 0;
  #fault: JsonFault | null = null;
  /** One entry for each open container: the keys seen so far of an object, null for an array. */
  readonly #open: (Set<string> | null)[] = [];

  constructor(text: string, limits: JsonLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  run(): JsonFault | null {
    this.#space();
    if (this.#at === this.#text.length) return { code: 'empty', at: this.#at };
    do {
      // A container that was just opened and is not empty puts the cursor on its first value.
      if (!this.#value()) return this.#fault;
    } while (this.#afterValue());
    if (this.#fault) return this.#fault;
    return this.#at === this.#text.length ? null : { code: 'not_json', at: this.#at };
  }

  #fail(code: JsonFault['code'], at = this.#at): false {
    this.#fault ??= { code, at };
    return false;
  }

  #space(): void {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      this.#at += 1;
    }
  }

  /** Reads a scalar, or opens containers until a scalar or an empty container is reached. */
  #value(): boolean {
    for (;;) {
      this.#space();
      const c = this.#text.charCodeAt(this.#at);
      if (c === QUOTE) return this.#string();
      if (c !== OPEN_OBJECT && c !== OPEN_LIST) return this.#literal();
      if (this.#open.length === this.#limits.depth) return this.#fail('too_deep');
      if (this.#containers === this.#limits.containers) return this.#fail('too_large');
      this.#containers += 1;
      this.#at += 1;
      this.#open.push(c === OPEN_OBJECT ? new Set() : null);
      this.#space();
      const next = this.#text.charCodeAt(this.#at);
      if (next === (c === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST)) return true;
      if (c === OPEN_OBJECT && !this.#key()) return false;
    }
  }

  /** Closes what ends here; true when another value must follow. */
  #afterValue(): boolean {
    for (;;) {
      this.#space();
      const keys = this.#open.at(-1);
      if (keys === undefined) return false;
      const c = this.#text.charCodeAt(this.#at);
      if (c === COMMA) {
        this.#at += 1;
        this.#space();
        return keys === null || this.#key();
      }
      if (c !== (keys === null ? CLOSE_LIST : CLOSE_OBJECT)) return this.#fail('not_json');
      this.#at += 1;
      this.#open.pop();
    }
  }

  #key(): boolean {
    const start = this.#at;
    if (this.#text.charCodeAt(start) !== QUOTE) return this.#fail('not_json');
    if (!this.#string()) return false;
    const raw = this.#text.slice(start + 1, this.#at - 1);
    const key: unknown = raw.includes('\\') ? JSON.parse(`"${raw}"`) : raw;
    const keys = this.#open.at(-1);
    if (keys?.has(String(key))) return this.#fail('duplicate_key', start);
    keys?.add(String(key));
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== COLON) return this.#fail('not_json');
    this.#at += 1;
    return true;
  }

  #string(): boolean {
    const text = this.#text;
    let at = this.#at + 1;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === QUOTE) break;
      // NaN, past the end of the text, is not greater either.
      if (!(c >= 0x20)) return this.#fail('not_json', at);
      if (c !== BACKSLASH) at += 1;
      else {
        const length = this.#escape(at);
        if (length === 0) return false;
        at += length;
      }
    }
    this.#at = at + 1;
    return true;
  }

  /** Length of the escape at `at`: 2, 6, or 12 for a surrogate pair; 0 after a fault. */
  #escape(at: number): number {
    if (this.#text.charCodeAt(at + 1) !== LETTER_U) {
      const letter = this.#text[at + 1];
      if (letter !== undefined && SIMPLE_ESCAPES.includes(letter)) return 2;
      this.#fail('not_json', at);
      return 0;
    }
    const unit = this.#hex(at + 2);
    if (unit === null) {
      this.#fail('not_json', at);
      return 0;
    }
    if (unit < 0xd800 || unit > 0xdfff) return 6;
    const low = this.#text.startsWith('\\u', at + 6) ? this.#hex(at + 8) : null;
    if (unit <= 0xdbff && low !== null && low >= 0xdc00 && low <= 0xdfff) return 12;
    this.#fail('invalid_unicode', at);
    return 0;
  }

  #hex(at: number): number | null {
    HEX4.lastIndex = at;
    const digits = HEX4.exec(this.#text)?.[0];
    return digits === undefined ? null : Number.parseInt(digits, 16);
  }

  #literal(): boolean {
    for (const word of ['true', 'false', 'null']) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return true;
    }
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (!match) return this.#fail('not_json');
    this.#at += match[0].length;
    return true;
  }
}
