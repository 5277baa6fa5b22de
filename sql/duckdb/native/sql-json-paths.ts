/** A condition of a filter. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'exists'; readonly path: Path }
  | { readonly kind: 'starts'; readonly path: Path; readonly text: string }
  | { readonly kind: 'compare'; readonly sign: string; readonly left: Operand; readonly right: Operand };

/** A side of a comparison: a path, or the JSON text of a literal. */
export type Operand = Path | { readonly literal: string };

/** A place within an array: its number, or so many before the last. */
export type Place = { readonly at: number } | { readonly beforeLast: number };

export type Accessor =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'all members' | 'all elements' | 'size' | 'type' }
  | { readonly kind: 'elements'; readonly ranges: readonly { readonly from: Place; readonly to: Place }[] }
  | { readonly kind: 'filter'; readonly condition: Condition };

/** A path from the whole value (`$`) or from the one that a filter looks at (`@`). */
export interface Path {
  readonly from: '$' | '@';
  readonly steps: readonly Accessor[];
}

const TOKEN =
  /\s+|&&|\|\||[=!<>]=|<>|[$@.?()[\],*!<>-]|"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*/y;

/** Thrown where a path is not one that is proven to mean the same here. */
export class UnknownPath extends Error {}

function tokens(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new UnknownPath(text);
    if (token.trim() !== '') found.push(token);
  }
  return found;
}

const COMPARISONS = ['==', '!=', '<>', '<', '<=', '>', '>='];

class PathReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
  }

  path(): Path {
    const from = this.#take('$', '@') as '$' | '@';
    const steps: Accessor[] = [];
    for (let step = this.#step(); step; step = this.#step()) steps.push(step);
    return { from, steps };
  }

  /** @throws {UnknownPath} when something is left */
  end(): void {
    if (this.#at < this.#tokens.length) throw new UnknownPath();
  }

  #take(...wanted: readonly string[]): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || !wanted.includes(token)) throw new UnknownPath();
    this.#at += 1;
    return token;
  }

  #accepts(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new UnknownPath();
    this.#at += 1;
    return token;
  }

  #step(): Accessor | null {
    if (this.#accepts('.')) return this.#member();
    if (this.#accepts('[')) return this.#elements();
    if (!this.#accepts('?')) return null;
    this.#take('(');
    const condition = this.#or();
    this.#take(')');
    return { kind: 'filter', condition };
  }

  #member(): Accessor {
    if (this.#accepts('*')) return { kind: 'all members' };
    const name = this.#next();
    if (this.#accepts('(')) {
      this.#take(')');
      if (name !== 'size' && name !== 'type') throw new UnknownPath();
      return { kind: name };
    }
    if (!/^["A-Za-z_]/.test(name)) throw new UnknownPath();
    return { kind: 'member', name: name.startsWith('"') ? unquoted(name) : name };
  }

  #elements(): Accessor {
    if (this.#accepts('*')) {
      this.#take(']');
      return { kind: 'all elements' };
    }
    const ranges = [];
    do {
      const from = this.#place();
      ranges.push({ from, to: this.#accepts('to') ? this.#place() : from });
    } while (this.#accepts(','));
    this.#take(']');
    return { kind: 'elements', ranges };
  }

  #place(): Place {
    if (this.#accepts('last')) return { beforeLast: this.#accepts('-') ? this.#whole() : 0 };
    return { at: this.#whole() };
  }

  #whole(): number {
    const token = this.#next();
    if (!/^\d{1,9}$/.test(token)) throw new UnknownPath();
    return Number(token);
  }

  #or(): Condition {
    let left = this.#and();
    while (this.#accepts('||')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Condition {
    let left = this.#not();
    while (this.#accepts('&&')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Condition {
    if (this.#accepts('!')) {
      this.#take('(');
      const of = this.#or();
      this.#take(')');
      return { kind: 'not', of };
    }
    if (this.#accepts('exists')) {
      this.#take('(');
      const path = this.path();
      this.#take(')');
      return { kind: 'exists', path };
    }
    if (this.#accepts('(')) {
      const inner = this.#or();
      this.#take(')');
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Condition {
    const left = this.#operand();
    if (this.#accepts('starts')) {
      this.#take('with');
      const text = this.#next();
      if ('literal' in left || !text.startsWith('"')) throw new UnknownPath();
      return { kind: 'starts', path: left, text: unquoted(text) };
    }
    const sign = this.#take(...COMPARISONS).replace('<>', '!=');
    return { kind: 'compare', sign, left, right: this.#operand() };
  }

  #operand(): Operand {
    const token = this.#tokens[this.#at] ?? '';
    if (token === '$' || token === '@') return this.path();
    const literal = `${this.#accepts('-') ? '-' : ''}${this.#next()}`;
    if (!/^(-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null|"[^"\\]*")$/.test(literal)) throw new UnknownPath();
    return { literal };
  }
}

function unquoted(text: string): string {
  if (text.includes('\\')) throw new UnknownPath();
  return text.slice(1, -1);
}

/** A path of SQL/JSON with its mode. */
export interface ModePath extends Path {
  readonly strict: boolean;
}

/**
 * Reads a path such as `lax $.a[*]?(@.b > 2)`.
 * @throws {UnknownPath} for what is no path, or has parts that are not proven: arithmetic, other methods, variables
 */
export function readPath(text: string): ModePath {
  const [, mode, rest = ''] = /^\s*(lax|strict)\b(.*)$/s.exec(text) ?? [];
  if (mode === undefined) throw new UnknownPath();
  const reader = new PathReader(rest);
  const path = reader.path();
  reader.end();
  if (path.from !== '$') throw new UnknownPath();
  return { ...path, strict: mode === 'strict' };
}
