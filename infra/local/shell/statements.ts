/** A statement within a longer text. */
export interface Statement {
  /** Without the semicolon and what stands around it. */
  readonly sql: string;
  /** Where it begins in the text, both from 1; columns count code points. */
  readonly line: number;
  readonly column: number;
}

/** What a text that goes on stands in: nothing but blanks, a statement, a text, a quoted name, a comment. */
export type Open = 'nothing' | 'statement' | 'text' | 'name' | 'comment';

/** Texts, names and comments, whole or cut off by the end; or one character, or a run of plain ones. */
const PIECES =
  /'(?:[^']+|'')*(?:'|$)|"(?:[^"]+|"")*(?:"|$)|`[^`]*(?:`|$)|--[^\n]*|\/\*(?:[^*]+|\*(?!\/))*(?:\*\/|$)|[^'"`;/-]+|[\s\S]/g;

/** Takes a text in parts and gives its statements, each as soon as its semicolon has come. */
export class StatementReader {
  #rest = '';
  #line = 1;
  #column = 1;
  #open: Open = 'nothing';

  /** Adds text and gives the statements that are whole now. */
  push(text: string): Statement[] {
    const whole = this.#rest + text;
    const statements: Statement[] = [];
    let begin = 0;
    let has = false;
    this.#open = 'nothing';
    for (const { 0: piece, index } of whole.matchAll(PIECES)) {
      if (piece === ';') {
        if (has) statements.push(this.#cut(whole.slice(begin, index)));
        else this.#move(whole.slice(begin, index));
        this.#move(';');
        begin = index + 1;
        has = false;
        this.#open = 'nothing';
        continue;
      }
      has ||= !isBlank(piece);
      this.#open = openedBy(piece, has);
    }
    this.#rest = whole.slice(begin);
    return statements;
  }

  /** What the text stands in. */
  get open(): Open {
    return this.#open;
  }

  /** The statement that has begun, as far as it has come. */
  get begun(): string {
    return this.#rest;
  }

  /** The last statement, which needs no semicolon; null when nothing is left. */
  end(): Statement | null {
    const rest = this.#rest;
    const has = this.#open === 'text' || this.#open === 'name' || hasCode(rest);
    this.#rest = '';
    this.#open = 'nothing';
    return has ? this.#cut(rest) : null;
  }

  /** Forgets the statement that has begun. */
  clear(): void {
    this.#rest = '';
    this.#open = 'nothing';
  }

  /** Takes the text away and places its statement, without the blanks around it. */
  #cut(text: string): Statement {
    const sql = text.trim();
    const blanks = text.slice(0, text.indexOf(sql));
    this.#move(blanks);
    const place = { line: this.#line, column: this.#column };
    this.#move(text.slice(blanks.length));
    return { sql, ...place };
  }

  #move(text: string): void {
    const lines = text.split('\n');
    const last = [...(lines.at(-1) ?? '')].length;
    this.#column = lines.length > 1 ? last + 1 : this.#column + last;
    this.#line += lines.length - 1;
  }
}

const isBlank = (piece: string): boolean =>
  piece.trim() === '' || piece.startsWith('--') || piece.startsWith('/*');

const hasCode = (text: string): boolean => (text.match(PIECES) ?? []).some((piece) => !isBlank(piece));

/** What the text stands in after the piece. */
function openedBy(piece: string, has: boolean): Open {
  if (piece.startsWith("'") && !isClosed(piece, "'")) return 'text';
  if (/^["`]/.test(piece) && !isClosed(piece, piece.charAt(0))) return 'name';
  if (piece.startsWith('/*') && !(piece.length >= 4 && piece.endsWith('*/'))) return 'comment';
  return has ? 'statement' : 'nothing';
}

/** Whether the quotes are even: a doubled one stands for itself. */
const isClosed = (piece: string, quote: string): boolean => piece.split(quote).length % 2 === 1;

/**
 * A statement on one line, as a history keeps it: without comments, blanks as one. Null when a text or name in it has a
 * line break of its own.
 */
export function onOneLine(sql: string): string | null {
  const pieces = sql.match(PIECES) ?? [];
  if (pieces.some((piece) => /^['"`]/.test(piece) && /[\r\n]/.test(piece))) return null;
  let line = '';
  for (const piece of pieces) {
    const quoted = /^['"`]/.test(piece);
    const text = quoted ? piece : isBlank(piece) ? ' ' : piece.replaceAll(/\s+/g, ' ');
    line += line.endsWith(' ') && text.startsWith(' ') ? text.slice(1) : text;
  }
  return line.trim();
}
