import type { ResultColumn } from '../query/index.ts';

/** How the columns of two results differ. */
export interface ColumnsDiff {
  readonly added: readonly ResultColumn[];
  readonly removed: readonly ResultColumn[];
  readonly retyped: readonly { readonly name: string; readonly left: string; readonly right: string }[];
  /** Whether the columns of both stand in another order. */
  readonly reordered: boolean;
  readonly equal: boolean;
}

/** Compares columns by name. */
export function diffColumns(left: readonly ResultColumn[], right: readonly ResultColumn[]): ColumnsDiff {
  const lacks = (columns: readonly ResultColumn[]) => {
    const names = new Set(columns.map(({ name }) => name));
    return ({ name }: ResultColumn) => !names.has(name);
  };
  const added = right.filter(lacks(left));
  const removed = left.filter(lacks(right));
  const stay = left.filter((column) => !lacks(right)(column));
  const types = new Map(right.map(({ name, type }) => [name, type]));
  const retyped = stay.flatMap(({ name, type }) => {
    const other = types.get(name);
    return other === undefined || other === type ? [] : [{ name, left: type, right: other }];
  });
  const order = right.filter((column) => !lacks(left)(column)).map(({ name }) => name);
  const reordered = stay.some(({ name }, index) => order[index] !== name);
  const equal = added.length + removed.length + retyped.length === 0 && !reordered;
  return { added, removed, retyped, reordered, equal };
}
