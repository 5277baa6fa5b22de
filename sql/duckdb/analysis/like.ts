import type { Syntax } from '../parser.ts';
import { BOOLEAN, printType, VARCHAR } from '../types/type.ts';
import { type Context, coerce, mismatch, refuse, type Typed, unsupported } from './context.ts';
import { unquote } from './literals.ts';

/** `x LIKE pattern ESCAPE mark`. */
export function like(value: Typed, node: Syntax, context: Context): Typed {
  const [patternNode, escapeNode] = node.nodes;
  if (!patternNode) throw unsupported(node, 'this predicate');
  const pattern = context.statement.analyse(patternNode, context);
  for (const side of [value, pattern])
    if (side.type.kind !== 'varchar' && side.type.kind !== 'unknown')
      throw mismatch(node, `LIKE needs texts, not ${printType(side.type)}`);
  const [a, b] = [coerce(value, VARCHAR, node).sql, coerce(pattern, VARCHAR, node).sql];
  if (!escapeNode) return { type: BOOLEAN, sql: `(${a} LIKE ${b})` };
  const mark = escapeNode.kind === 'BasicStringLiteral' ? unquote(escapeNode) : '';
  const literal = typeof pattern.constant === 'string' ? pattern.constant : null;
  if (mark.length !== 1 || literal === null)
    throw unsupported(node, 'ESCAPE with anything but literals of one character and a pattern');
  checkEscapes(literal, mark, node);
  return { type: BOOLEAN, sql: `(${a} LIKE ${b} ESCAPE ${mark === "'" ? "''''" : `'${mark}'`})` };
}

function checkEscapes(pattern: string, mark: string, node: Syntax): void {
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] !== mark) continue;
    at += 1;
    if (!['%', '_', mark].includes(pattern[at] ?? ''))
      throw refuse(
        node,
        'invalid_function_argument',
        'the escape character must stand before %, _ or itself',
      );
  }
}
