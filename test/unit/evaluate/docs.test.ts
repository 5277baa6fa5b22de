import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formDraftSchema, MEASURES } from '../../../pipeline/contract/index.ts';
import {
  isPublishable,
  LINT_CODES,
  lintFormText,
  parseForm,
  publishable,
} from '../../../pipeline/evaluate/index.ts';
import { call, scored, transcript } from './calls.ts';

const MANUAL = readFileSync(new URL('../../../docs/forms.md', import.meta.url), 'utf8');
const examples = [...MANUAL.matchAll(/^```(?:yaml|json)\n(.*?)^```/gms)].map((match) => match[1] ?? '');

/** First column and second column of the manual's tables. */
const rows = [...MANUAL.matchAll(/^\| `(\w+)` \| ([^|]+?) \|/gm)].map(
  ([, code, next]) => [code, next] as const,
);

/** Names of all keys that a form can have, from its schema. */
function keysOf(draft: unknown): Set<string> {
  if (Array.isArray(draft)) return new Set(draft.flatMap((item) => [...keysOf(item)]));
  if (typeof draft !== 'object' || draft === null) return new Set();
  return new Set(Object.entries(draft).flatMap(([key, value]) => [key, ...keysOf(value)]));
}

describe('docs/forms.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
  });

  it.each(examples.map((example) => [example]))('has an example without errors: %#', (example) => {
    const findings = lintFormText(example, 'example.yaml');
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(isPublishable(findings)).toBe(true);
  });

  it('explains every code of lint, with its severity, and no other', () => {
    const start = MANUAL.indexOf('## What lint finds');
    const table = [...MANUAL.slice(start).matchAll(/^\| `(\w+)` \| (\w+) \|/gm)].map(([, code, severity]) => [
      code,
      severity,
    ]);
    expect(Object.fromEntries(table)).toEqual(LINT_CODES);
  });

  it('explains every measure', () => {
    const documented = new Set(rows.map(([name]) => name));
    expect(MEASURES.filter((measure) => !documented.has(measure))).toEqual([]);
  });

  it('names every key', () => {
    const keys = keysOf(examples.map((example) => formDraftSchema.parse(parseForm(example, 'example'))));
    expect(keys.size).toBeGreaterThan(40);
    expect([...keys].filter((key) => !MANUAL.includes(key))).toEqual([]);
  });

  it('works its example out as the arithmetic does', () => {
    const form = publishable(parseForm(examples[0] ?? ''), []).form;
    const lines = (last: string) =>
      call(
        transcript(
          [
            ['AGENT', 'Good morning! Let me see.', 0, 35_000],
            ['AGENT', last, 70_000, 100_000],
          ],
          { silence_ms: 35_000 },
        ),
        { duration_seconds: 100, language: 'en' },
      );
    const evaluation = scored(form, lines('That is settled.'));
    expect(
      evaluation.criteria.map(({ outcome, score }) => [
        outcome,
        score === null ? null : Math.round(score * 1e6) / 1e6,
      ]),
    ).toEqual([
      ['pass', 1],
      ['partial', 0.5],
      ['pass', 1],
      ['undetermined', null],
    ]);
    expect(evaluation.sections.map(({ percentage }) => percentage)).toEqual([83.3333, 100]);
    expect(evaluation).toMatchObject({
      percentage: 93.3333,
      band: 'Good',
      max_score: 100,
      coverage: 0.7,
      status: 'partial',
    });
    expect(evaluation.total_score).toBeCloseTo(93.3333, 3);
    expect(scored(form, lines('It is zero risk.'))).toMatchObject({
      percentage: 0,
      auto_failed: true,
      band: 'Coach',
    });
  });
});
