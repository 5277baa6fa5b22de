import { SqlRefused } from '../errors.ts';
import {
  BaseErrorListener,
  CharStreams,
  CommonTokenStream,
  PredictionMode,
  TerminalNode,
  TrinoSqlLexer,
  TrinoSqlParser,
  // @ts-expect-error: bundled by scripts/build-trino-parser.mjs, without declarations
} from './trino-parser.generated.mjs';

/** Where a piece of a statement begins, both from 1; columns count code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * A piece of a statement: a rule of the Trino grammar or a token (`kind: 'token'`). Rules that only wrap one other rule
 * are left out, so an expression is its operator, function or literal at once.
 */
export interface Syntax extends Position {
  /** Name of the rule's alternative in dt-sql-parser's grammar, such as `ArithmeticBinary`. */
  readonly kind: string;
  /** Parts that are rules. */
  readonly nodes: readonly Syntax[];
  /** Parts that are words or signs of the grammar, words in upper case. */
  readonly tokens: readonly string[];
  /** All parts in their order. */
  readonly parts: readonly Syntax[];
  /** As written; of a rule, its tokens joined by blanks. */
  readonly text: string;
}

/** Athena's limit of a query's text, in bytes. */
export const MAX_QUERY_BYTES = 262_144;
/** Deeper brackets than this are refused, so that no statement can exhaust the stack. */
export const MAX_NESTING = 80;

const PASSED_THROUGH = new Set(
  `Statements StatementDefault RootQuery QueryTermDefault QueryPrimaryDefault SelectItem RelationDefault
   SampledRelation PatternRecognition AliasedRelation ExpressionSourceTable TableOrViewName TableRef Expression Predicated
   ValueExpressionDefault ColumnReference ColumnName ColumnRef FunctionName Query GroupingTerm
   NumericLiteral StringLiteral BooleanLiteral ParenthesizedExpression ParenthesizedRelation SubqueryRelation
   SubqueryExpression Subquery IntervalLiteral SingleGroupingSet TypeParameter QualifiedArgument
   SingleStatement QueryStatement BooleanValue`.split(/\s+/),
);

/**
 * Parses one Athena statement.
 * @throws {SqlRefused} `syntax` at the first place that the grammar does not allow; `too_long`, `too_deep`
 */
export function parse(sql: string): Syntax {
  if (Buffer.byteLength(sql) > MAX_QUERY_BYTES)
    throw new SqlRefused({
      code: 'too_long',
      message: `longer than Athena's ${MAX_QUERY_BYTES} bytes`,
      line: 1,
      column: 1,
    });
  try {
    return simplify(parseProgram(sql), 0);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep({ line: 1, column: 1 });
    throw error;
  }
}

interface AntlrToken {
  readonly text: string;
  readonly type: number;
  readonly line: number;
  readonly column: number;
}
interface AntlrNode {
  readonly children?: readonly AntlrNode[];
  readonly symbol?: AntlrToken;
  readonly start?: AntlrToken;
}

class Refusing extends BaseErrorListener {
  syntaxError(_recognizer: unknown, symbol: AntlrToken | null, line: number, column: number): void {
    const text = symbol?.type === END_OF_TEXT ? 'the statement ends too early' : `unexpected ${show(symbol)}`;
    throw new SqlRefused({ code: 'syntax', message: `syntax error: ${text}`, line, column: column + 1 });
  }
}

const END_OF_TEXT = -1;
const show = (symbol: AntlrToken | null): string => (symbol ? symbol.text.slice(0, 40) : 'character');

function parseProgram(sql: string): AntlrNode {
  const lexer = new TrinoSqlLexer(CharStreams.fromString(sql));
  const tokens = new CommonTokenStream(lexer);
  const listener = new Refusing();
  lexer.removeErrorListeners();
  lexer.addErrorListener(listener);
  tokens.fill();
  checkNesting(tokens.getTokens());
  const parser = new TrinoSqlParser(tokens);
  parser.removeErrorListeners();
  parser.addErrorListener(listener);
  parser.interpreter.predictionMode = PredictionMode.SLL;
  try {
    return parser.program();
  } catch (error) {
    if (!(error instanceof SqlRefused)) throw error;
    // SLL is fast but refuses some statements that the full strategy accepts.
    tokens.seek(0);
    parser.reset();
    parser.interpreter.predictionMode = PredictionMode.LL;
    return parser.program();
  }
}

function checkNesting(tokens: readonly AntlrToken[]): void {
  let depth = 0;
  for (const token of tokens) {
    if (['(', '[', 'CASE'].includes(token.text.toUpperCase())) depth += 1;
    if ([')', ']', 'END'].includes(token.text.toUpperCase())) depth -= 1;
    if (depth > MAX_NESTING) throw tooDeep({ line: token.line, column: token.column + 1 });
  }
}

const tooDeep = (at: Position): SqlRefused =>
  new SqlRefused({
    code: 'too_deep',
    message: 'nested too deeply',
    line: at.line,
    column: at.column,
    hint: `Write at most ${MAX_NESTING} brackets within each other; name parts of the query in WITH.`,
  });

const MAX_TREE_DEPTH = 600;

function simplify(node: AntlrNode, depth: number): Syntax {
  if (depth > MAX_TREE_DEPTH) throw tooDeep(positionOf(node));
  if (node instanceof TerminalNode) return tokenOf(node);
  const kind = node.constructor.name.replace(/Context$/, '');
  const parts = (node.children ?? [])
    .filter((child) => child.symbol?.type !== END_OF_TEXT)
    .map((child) => simplify(child, depth + 1));
  const nodes = parts.filter((part) => part.kind !== 'token');
  const only = nodes[0];
  if (only && nodes.length === 1 && PASSED_THROUGH.has(kind) && onlyBrackets(parts)) return only;
  return {
    kind,
    nodes,
    tokens: parts.filter((part) => part.kind === 'token').map((part) => part.text.toUpperCase()),
    parts,
    text: parts.map((part) => part.text).join(' '),
    ...positionOf(node),
  };
}

const onlyBrackets = (parts: readonly Syntax[]): boolean =>
  parts.every((part) => part.kind !== 'token' || ['(', ')', ';'].includes(part.text.toUpperCase()));

function tokenOf(node: AntlrNode): Syntax {
  return {
    kind: 'token',
    nodes: [],
    tokens: [],
    parts: [],
    text: node.symbol?.text ?? '',
    ...positionOf(node),
  };
}

function positionOf(node: AntlrNode): Position {
  const token = node.symbol ?? node.start;
  return { line: token?.line ?? 1, column: (token?.column ?? 0) + 1 };
}
