import {
  type LimitNode,
  type OffsetNode,
  type OperationNode,
  type SelectQueryNode,
  SqliteQueryCompiler,
  ValueNode,
} from 'kysely';
import { SqlError } from '../errors.ts';
import { asParameter, literal } from './literal.ts';

/**
 * Writes a typed query in the SQL that Athena and Trino share. It is SQLite's compiler, which has their quoting, except that:
 * OFFSET stands before LIMIT; a value is a `?` in WHERE only and a literal elsewhere, since Athena takes execution parameters
 * nowhere else (Athena user guide, "Use parameterized queries").
 */
export class LakeQueryCompiler extends SqliteQueryCompiler {
  protected override visitSelectQuery(node: SelectQueryNode): void {
    const { limit, offset, ...rest } = node;
    const swapped = { ...rest, ...(offset && { limit: offset }), ...(limit && { offset: limit }) };
    super.visitSelectQuery(swapped as unknown as SelectQueryNode);
  }

  protected override visitLimit(node: LimitNode): void {
    this.append(`limit ${rowCount(node.limit)}`);
  }

  protected override visitOffset(node: OffsetNode): void {
    this.append(`offset ${rowCount(node.offset)}`);
  }

  protected override appendValue(parameter: unknown): void {
    if (this.#inWhere()) super.appendValue(asParameter(parameter));
    else this.append(literal(asParameter(parameter)));
  }

  protected override appendImmediateValue(value: unknown): void {
    this.append(literal(asParameter(value)));
  }

  /** Whether the clause that is being written is the WHERE of a query, and not that of an aggregate's FILTER. */
  #inWhere(): boolean {
    const stack = this.nodeStack;
    const inner = stack.findLastIndex(({ kind }) => kind === 'WhereNode' || kind === 'SelectQueryNode');
    return stack[inner]?.kind === 'WhereNode' && stack[inner - 1]?.kind === 'SelectQueryNode';
  }
}

/** @throws {SqlError} `row_count_refused` for what is not a whole number from 0 */
function rowCount(node: OperationNode): string {
  const value = ValueNode.is(node) ? node.value : undefined;
  const count =
    typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(value as number) : -1n;
  if (count < 0n) throw new SqlError('row_count_refused', 'sql: LIMIT and OFFSET take a whole number from 0');
  return String(count);
}
