import { allowedSql, runTimeGuards } from '../../../sql/duckdb/index.ts';
import { CONSTRUCTS } from './constructs.ts';
import { allowedUses, KINDS } from './pairs.ts';
import { VALUE_CLASSES } from './value-classes.ts';

/** What stands behind a use: answers that this engine gives too, and the classes of values in them. */
export interface Proven {
  readonly answers: number;
  readonly values: readonly string[];
}

/** The proofs as they are kept in a file. */
export interface KeptProofs {
  /** SHA-256 of the recorded answers that they were worked out from. */
  readonly recorded: string;
  readonly version: string;
  readonly answers: number;
  readonly rejections: number;
  readonly uses: { readonly [use: string]: Proven };
  readonly constructs: { readonly [kind: string]: number };
  readonly types: { readonly [type: string]: number };
}

export const ARITHMETIC = ['+', '-', '*', '/', '%', '||'];
export const ALL_COMPARISONS = ['=', '<>', '<', '<=', '>', '>='];

const row = (cells: readonly (string | number)[]): string =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const SHORT: { readonly [kind: string]: string } = {
  'timestamp with time zone': 'with zone',
  'interval day to second': 'int. day',
  'interval year to month': 'int. year',
};
const short = (kind: string): string => SHORT[kind] ?? kind;

/** A signature that ends in a lambda; witnesses know it by its name. */
const LAMBDA = /^(\w+)\(.*-> …\)$/;

function provenOf({ uses }: KeptProofs, signature: string): Proven {
  const name = LAMBDA.exec(signature)?.[1];
  return uses[name ? `${name} λ` : signature] ?? { answers: 0, values: [] };
}

function functions(proofs: KeptProofs): string {
  return allowedSql()
    .map(({ title, signatures }) => {
      const rows = signatures.map((signature) => {
        const { answers, values } = provenOf(proofs, signature);
        return [`\`${signature}\``, answers === 0 ? '**0**' : answers, values.join(', ')];
      });
      return `### ${title}\n\n${table(['signature', 'answers', 'values'], rows)}\n`;
    })
    .join('\n');
}

/** A table of kinds by kinds: how often the uses of a pair are in the answers; empty where none of them is run. */
function matrix(
  proofs: KeptProofs,
  corner: string,
  cell: (left: string, right: string) => readonly string[],
): string {
  const rows = KINDS.map((left) => [
    short(left),
    ...KINDS.map((right) => {
      const uses = cell(left, right);
      return uses.length === 0 ? '' : uses.reduce((sum, use) => sum + (proofs.uses[use]?.answers ?? 0), 0);
    }),
  ]);
  const kept = KINDS.map((_, index) => rows.some((cells) => cells[index + 1] !== ''));
  return table(
    [corner, ...KINDS.map(short).filter((_, index) => kept[index])],
    rows
      .filter(([, ...cells]) => cells.some((text) => text !== ''))
      .map(([left = '', ...cells]) => [left, ...cells.filter((_, index) => kept[index])]),
  );
}

function predicates(proofs: KeptProofs): string {
  const rows = Object.entries(proofs.uses)
    .filter(([use]) =>
      /(BETWEEN|IN \(…\)|IN \(SELECT …\)|LIKE|IS NULL|IS DISTINCT FROM|\[…\]|AT TIME ZONE)$/.test(use),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([use, { answers, values }]) => [`\`${use}\``, answers, values.join(', ')]);
  return table(['use, by the kind of its left side', 'answers', 'values of the left side'], rows);
}

const counted = (name: string, counts: { readonly [name: string]: number }): string =>
  table(
    [name, 'answers'],
    Object.entries(counts)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, count]) => [key, count]),
  );

/** A section of a page, without its heading. */
function sectionOf(page: string, title: string): string {
  const [, after] = page.split(`\n## ${title}\n`);
  if (after === undefined) throw new RangeError(`docs: there is no section ${title}`);
  return (after.split('\n## ')[0] ?? '').trim();
}

/**
 * The page of what runs and what proves it.
 * @param sqlPage docs/sql.md, whose sections on what is refused and on approximations are repeated
 */
export function allowListPage(proofs: KeptProofs, sqlPage: string): string {
  const allowed = allowedUses([...ARITHMETIC, ...ALL_COMPARISONS]);
  const ran = (uses: readonly string[]) => uses.filter((use) => allowed.has(use));
  const constructs = Object.fromEntries(
    Object.entries(CONSTRUCTS).map(([name, kinds]) => [
      name,
      kinds.reduce((sum, kind) => sum + (proofs.constructs[kind] ?? 0), 0),
    ]),
  );
  return [
    INTRODUCTION(proofs),
    `## Values\n\n${table(['sign', 'what it stands for'], Object.entries(VALUE_CLASSES))}`,
    `## Types\n\n${counted('type of a result', proofs.types)}`,
    `## Constructs\n\n${counted('construct', constructs)}`,
    `## Functions\n\n${functions(proofs)}`,
    `## Operators\n\nArithmetic and \`||\`: the left operand down, the right one across.\n\n${matrix(
      proofs,
      '+ - * / % \\|\\|',
      (left, right) => ran(ARITHMETIC.map((operator) => `${left} ${operator} ${right}`)),
    )}`,
    `Comparisons:\n\n${matrix(proofs, '= <> < <= > >=', (left, right) =>
      ran(ALL_COMPARISONS.map((operator) => `${left} ${operator} ${right}`)),
    )}`,
    `Others:\n\n${predicates(proofs)}`,
    `## Casts\n\n\`CAST\` and \`TRY_CAST\`: from down, to across.\n\n${matrix(proofs, 'from \\ to', (left, right) => ran([`${left} → ${right}`]))}`,
    `## Guards while a statement runs\n\nThe statement fails with the code; no value is ever replaced by another one.\n\n${table(
      ['code', 'when'],
      Object.entries(runTimeGuards()).map(([code, meaning]) => [`\`${code.toLowerCase()}\``, meaning]),
    )}`,
    `## What is refused, and how to write it\n\n${sectionOf(sqlPage, 'What is refused, and how to write it')}`,
    `## Known approximations\n\n${sectionOf(sqlPage, 'Approximate functions')}`,
  ]
    .join('\n\n')
    .concat('\n');
}

const INTRODUCTION = ({
  version,
  answers,
  rejections,
}: KeptProofs): string => `# What runs, and what proves it

<!-- node scripts/generate-allow-list.mjs writes this page -->

Only what stands here runs on this machine; everything else is refused by name (docs/sql.md). A real Trino ${version} was asked ${answers + rejections} statements,
which are kept with its answers in test/sql/trino-answers.jsonl. ${answers} of them have a result, and this engine gives the same one, names, types and values;
${rejections} are rejected, and so they are here. The numbers below say in how many of the results something stands. They were counted by running the statements
again and looking at every value that went into a function, an operator or a cast. An empty cell is a pair that is refused; **0** is one that no answer proves.

Trino's own tests and generated statements are asked too, in test/trino; they are not counted here.`;
