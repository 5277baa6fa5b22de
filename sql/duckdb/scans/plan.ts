import { z } from 'zod';

/** One reading of the files of a table's period by a plan. */
export interface Scan {
  readonly table: string;
  readonly period: string;
  /** Columns that the plan needs from it. */
  readonly columns: readonly string[];
  /** Conditions that the scan itself applies, as EXPLAIN writes them. */
  readonly filters: readonly string[];
  /** How often: once for each use of the WITH query that it is in. */
  readonly times: number;
}

interface Operator {
  readonly name: string;
  readonly extra_info?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly children?: readonly Operator[] | undefined;
}

const operatorSchema: z.ZodType<Operator> = z.lazy(() =>
  z.object({
    name: z.string(),
    extra_info: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    children: z.array(operatorSchema).optional(),
  }),
);

/** Reads the scans out of what `EXPLAIN (FORMAT json)` answers. */
export function scansOf(plan: string): Scan[] {
  const scans: Scan[] = [];
  const uses = new Map<string, number>();
  const visit = (operator: Operator, times: number): void => {
    const info = operator.extra_info ?? {};
    const [first, ...others] = operator.children ?? [];
    if (operator.name === 'CTE_SCAN') count(uses, String(info['CTE Index']), times);
    const [, table, period] = /"([^"/]+)\/([^"]+)"$/.exec(String(info.Table ?? '')) ?? [];
    if (table && period)
      scans.push({ table, period, times, columns: list(info.Projections), filters: list(info.Filters) });
    // Trino has no WITH query as such: it reads it again wherever it is used, so its uses are counted before it is visited.
    const isWith = operator.name === 'CTE';
    for (const child of others) visit(child, times);
    if (first) visit(first, isWith ? (uses.get(String(info['Table Index'])) ?? times) : times);
  };
  for (const root of z.array(operatorSchema).parse(JSON.parse(plan))) visit(root, 1);
  return scans;
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : typeof value === 'string' ? [value] : value;

const count = (counts: Map<string, number>, key: string, times: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + times);
};
