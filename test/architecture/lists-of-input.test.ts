import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Where lists that stop at their first fault are made. */
const MAKER = 'pipeline/contract/lists.ts';

type Node = { readonly type?: string } & Readonly<Record<string, unknown>>;

function* nodesOf(value: unknown): Generator<Node> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value) && 'type' in value) yield value as Node;
  for (const part of Object.values(value)) yield* nodesOf(part);
}

/** The kind of list that a call makes in Zod's own way, which notes every fault; null when it makes none. */
function listMade(node: Node): string | null {
  if (node.type !== 'CallExpression') return null;
  const { property, object } = node.callee as { property?: { value?: string }; object?: { value?: string } };
  const kind = property?.value ?? '';
  if (kind === 'array') return kind;
  if (object?.value !== 'z' || !['record', 'set', 'map', 'tuple'].includes(kind)) return null;
  const [key] = node.arguments as { expression: { callee?: { property?: { value?: string } } } }[];
  // Keys that a schema names one by one are few.
  const few = key?.expression.callee === undefined || key.expression.callee.property?.value === 'enum';
  return kind === 'record' && few ? null : kind;
}

function complaints(base: string): { files: number; found: string[] } {
  const files = globSync('pipeline/**/*.ts', { cwd: base }).filter((file) => file !== MAKER);
  const found = files.flatMap((file) => {
    const tree = parseSync(readFileSync(`${base}/${file}`, 'utf8'), {
      syntax: 'typescript',
      target: 'es2022',
    });
    return [...nodesOf(tree)]
      .map(listMade)
      .filter((kind) => kind !== null)
      .map((kind) => `${file} ${kind}`);
  });
  return { files: files.length, found };
}

describe('whatever reads what others wrote', () => {
  it('has lists and records that stop at their first fault', () => {
    const { files, found } = complaints(ROOT);
    expect(files).toBeGreaterThan(60);
    expect(found).toEqual([]);
  });

  it('would be noticed having others', () => {
    const wrong = `${ROOT}test/architecture/wrong/lists-of-input-stop-at-a-fault`;
    expect(complaints(wrong).found).toEqual(
      ['array', 'array', 'record', 'set', 'map', 'tuple'].map((kind) => `pipeline/schema.ts ${kind}`),
    );
  });
});
