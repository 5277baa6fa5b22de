import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { INPUTS, type Input, TENANTS } from './corpus.ts';
import { SIDES } from './sides.ts';

/** What the bench is asked to measure. */
export interface BenchOptions {
  readonly docs: number;
  readonly runs: number;
  /** Each has four days. */
  readonly tenants: number;
  readonly json: boolean;
  /** Folder of the documents, which are kept for the next time, and of what the sides write, which is not. */
  readonly work: string;
  readonly sides: readonly string[];
  readonly inputs: readonly Input[];
  /** A larger number of documents with which the product is measured too; null: none. */
  readonly scale: number | null;
  /** Markdown file whose table is replaced; null: none. */
  readonly write: string | null;
  readonly python: string;
}

export const USAGE = `npm run bench:etl -- [options]
  --docs N      documents (default 100000)
  --runs N      runs of each side, of which medians are taken (default 5)
  --tenants N   tenants, of four days each (default 10)
  --json        print the results as JSON, and nothing else, on stdout
  --work DIR    folder for documents and tables (default: below the system's temporary folder)
  --sides A,B   only these sides: ${SIDES.map(({ side }) => side).join(', ')}, later
  --inputs A,B  only these inputs: ${INPUTS.join(', ')}
  --scale N     measure cci with N documents too, and compare
  --write FILE  replace the table in this Markdown file
  --pyspark-python PATH  interpreter with pyspark (default: python3, if it has it)
`;

/** Name under which the nights with a few documents more are chosen. */
export const LATER = 'later';

const list = (text: string | undefined, all: readonly string[], what: string): string[] => {
  const chosen = text?.split(',') ?? [...all];
  const unknown = chosen.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new RangeError(`bench: no ${what} is called ${unknown}`);
  return chosen;
};

function count(text: string | undefined, byDefault: number, what: string): number {
  const value = text === undefined ? byDefault : Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`bench: ${what} is a number from 1`);
  return value;
}

/** @throws {RangeError} {TypeError} when an option is not one of {@link USAGE} */
export function parseOptions(args: readonly string[]): BenchOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      docs: text,
      runs: text,
      tenants: text,
      json: { type: 'boolean' },
      work: text,
      sides: text,
      inputs: text,
      scale: text,
      write: text,
      'pyspark-python': text,
    },
  });
  return {
    docs: count(values.docs, 100_000, '--docs'),
    runs: count(values.runs, 5, '--runs'),
    tenants: count(values.tenants, TENANTS, '--tenants'),
    json: values.json ?? false,
    work: values.work ?? join(tmpdir(), 'cci-bench'),
    sides: list(values.sides, [...SIDES.map(({ side }) => side), LATER], 'side'),
    inputs: list(values.inputs, INPUTS, 'input') as Input[],
    scale: values.scale === undefined ? null : count(values.scale, 0, '--scale'),
    write: values.write ?? null,
    python: values['pyspark-python'] ?? 'python3',
  };
}
