import { type Document, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { FormRefused } from '../errors.ts';

/** A text with its value, and the way from a path in the value to a line of the text. */
export interface SourceText {
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** Forms of a hundred questions stay below a tenth of this. */
const LONGEST = 1_000_000;

/** Enough for anchors that an author uses by hand, too few to make a small text a huge value. */
const MAX_ALIASES = 100;

/**
 * Reads one YAML 1.2 or JSON value. Keys that stand twice are refused.
 * @throws {FormRefused}
 */
export function readText(text: string): SourceText {
  if (text.length > LONGEST) throw refused(`is longer than ${LONGEST} characters`, null);
  if (text.trim() === '') throw refused('is empty', null);
  const lines = new LineCounter();
  try {
    // Without the byte order mark that some editors write.
    const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
    const [error] = document.errors;
    // What the parser's own stack does not hold is no fault of the syntax.
    if (error && /call stack/i.test(error.message)) throw error;
    if (error) throw refused(plain(error.message), lines.linePos(error.pos[0]).line);
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), document, lines };
  } catch (cause) {
    if (cause instanceof FormRefused) throw cause;
    throw refused('cannot be read as YAML or JSON (too deeply nested, or too many aliases)', null, cause);
  }
}

/** Line, from 1, of the deepest part of a path that the text has; null when it has none of it. */
export function lineOf({ document, lines }: SourceText, path: readonly PropertyKey[]): number | null {
  // A bare list of criteria has no key of that name.
  const written = isSeq(document.contents) && path[0] === 'criteria' ? path.slice(1) : path;
  for (let length = written.length; length > 0; length -= 1) {
    const node = document.getIn(written.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

const refused = (message: string, line: number | null, cause?: unknown): FormRefused =>
  new FormRefused([{ path: '', line, message }], { cause, hint: 'A form is one YAML or JSON document.' });

const plain = (message: string): string =>
  /[a-z]/i.test(message) ? `is not YAML or JSON: ${message}` : 'is not YAML or JSON';
