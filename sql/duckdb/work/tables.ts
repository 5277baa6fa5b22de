import { type OutputField, refuse, unsupported } from '../analysis/context.ts';
import { identifierOf } from '../analysis/scope.ts';
import { typeOf } from '../analysis/type-names.ts';
import type { Syntax } from '../parser.ts';
import type { WorkColumn } from './storable.ts';

/** Properties of Athena's and Trino's tables; where and how the rows are kept is this database's own affair. */
const PROPERTIES = new Set([
  'format',
  'write_compression',
  'parquet_compression',
  'orc_compression',
  'compression_level',
  'field_delimiter',
  'external_location',
  'partitioned_by',
]);

/** Kinds of columns whose values are read back from a folder's name as they were. */
const PARTITION_KINDS = ['varchar', 'date', 'tinyint', 'smallint', 'integer', 'bigint'];

/** The columns that CREATE TABLE lists. */
export function declaredColumns(node: Syntax): OutputField[] {
  return node.nodes
    .filter(({ kind }) => kind === 'TableElement')
    .map((element) => {
      const [column] = element.nodes;
      const [name, type] = column?.nodes ?? [];
      if (column?.kind !== 'ColumnDefinition' || !name || !type)
        throw unsupported(element, 'LIKE in CREATE TABLE');
      if (column.tokens.includes('NOT')) throw unsupported(column, 'NOT NULL in CREATE TABLE');
      return { name: identifierOf(name.nodes[0] ?? name), type: typeOf(type), wild: false };
    });
}

/**
 * The columns that a table is partitioned by, by its property `partitioned_by`.
 * @throws {SqlRefused} for properties that are not known, and for partitions by other than the last columns
 */
export function partitionsOf(node: Syntax, columns: readonly WorkColumn[]): string[] {
  const properties = node.nodes.find(({ kind }) => kind === 'Properties')?.nodes[0]?.nodes ?? [];
  let partitions: string[] = [];
  for (const property of properties) {
    const [nameNode, value] = property.nodes;
    const name = nameNode ? identifierOf(nameNode) : '';
    if (!PROPERTIES.has(name)) throw unsupported(property, `the table property ${name}`);
    if (name === 'partitioned_by' && value) partitions = textsOf(value);
  }
  checkPartitions(partitions, columns, node);
  return partitions;
}

function textsOf(value: Syntax): string[] {
  const list = value.nodes[0];
  if (list?.kind !== 'ArrayConstructor' || list.nodes.some(({ kind }) => kind !== 'BasicStringLiteral'))
    throw unsupported(value, 'partitioned_by that is not an array of texts');
  return list.nodes.map(({ text }) => text.slice(1, -1).toLowerCase());
}

function checkPartitions(partitions: readonly string[], columns: readonly WorkColumn[], node: Syntax): void {
  const last = columns.slice(columns.length - partitions.length).map(({ name }) => name);
  if (partitions.join() !== last.join() || (partitions.length > 0 && partitions.length >= columns.length))
    throw refuse(
      node,
      'hive_column_order_mismatch',
      'partitions must be by the last columns, in their order, and leave others',
    );
  for (const { name, type } of columns.slice(columns.length - partitions.length))
    if (!PARTITION_KINDS.includes(type.kind))
      throw unsupported(node, `a partition by the ${type.kind} ${name}`);
}
