import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Whatever answers the page, a mail or an export. */
const REPORTS = [
  'reports/**/*.{ts,tsx}',
  'infra/local/{server,session-pool}.ts',
  'infra/local/cli/export.ts',
];

type Node = { readonly type?: string } & Readonly<Record<string, unknown>>;

function* nodesOf(value: unknown): Generator<Node> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value) && 'type' in value) yield value as Node;
  for (const part of Object.values(value)) yield* nodesOf(part);
}

/** The text of a literal, with a space for what a template puts in; null for what is none. */
function textOf(node: Node | undefined): string | null {
  if (node?.type === 'StringLiteral') return String(node.value);
  if (node?.type !== 'TemplateLiteral') return null;
  return (node.quasis as { raw: string }[]).map(({ raw }) => raw).join(' ');
}

const STATEMENT =
  /^\s*(?:select|with|table|values|show|describe|insert|update|delete|create|drop)\s[\s\S]*\b(?:from|into|as|tables?|columns)\b/i;
const RUNS = new Set(['run', 'pages', 'arrow', 'read', 'prepare']);

function complaint(node: Node): string | null {
  if (node.type === 'ImportDeclaration' && (node.source as Node).value === 'kysely') {
    const names = (node.specifiers as { local: { value: string }; imported?: { value: string } }[]).map(
      ({ local, imported }) => (imported ?? local).value,
    );
    return names.includes('sql') || names.includes('RawBuilder') ? 'imports the raw SQL of Kysely' : null;
  }
  if (node.type === 'CallExpression') {
    const { property } = node.callee as { property?: { value?: string } };
    const [first] = node.arguments as { expression: Node }[];
    const given = textOf(first?.expression);
    if (RUNS.has(property?.value ?? '') && given !== null) return 'runs a text';
  }
  const text = textOf(node);
  return text !== null && STATEMENT.test(text) ? 'holds a statement' : null;
}

/** What in the files under a folder asks the engine otherwise than by a typed query. */
function complaints(base: string, patterns: readonly string[]): { files: number; found: string[] } {
  const files = globSync([...patterns], { cwd: base });
  const found = files.flatMap((file) => {
    const source = readFileSync(`${base}/${file}`, 'utf8');
    const tree = parseSync(source, { syntax: 'typescript', tsx: file.endsWith('x'), target: 'es2022' });
    const said = [...nodesOf(tree)].map(complaint).filter((each) => each !== null);
    return said.map((each) => `${file} ${each}`);
  });
  return { files: files.length, found };
}

describe('whatever answers the page, a mail or an export', () => {
  it('asks by typed queries only', () => {
    const { files, found } = complaints(ROOT, REPORTS);
    expect(files).toBeGreaterThan(60);
    expect(found).toEqual([]);
  });

  it('would be noticed asking otherwise', () => {
    const wrong = `${ROOT}test/architecture/wrong/reports-ask-by-typed-queries`;
    expect(complaints(wrong, ['reports/**/*.ts']).found.sort()).toEqual([
      'reports/asks.ts holds a statement',
      'reports/asks.ts holds a statement',
      'reports/asks.ts imports the raw SQL of Kysely',
      'reports/asks.ts runs a text',
      'reports/asks.ts runs a text',
    ]);
  });
});
