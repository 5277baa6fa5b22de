import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CciError, evaluationSchema, type ParsedTranscript, transcriptSchema } from '../../../pipeline/contract/index.ts';
import { parseTranscript } from '../../../pipeline/transcripts/index.ts';

const inputs = globSync(`${import.meta.dirname}/*/*.input.json`).sort();

/** Every object and array in a JSON value. */
function containers(json: unknown): Record<PropertyKey, unknown>[] {
  if (typeof json !== 'object' || json === null) return [];
  const here = json as Record<PropertyKey, unknown>;
  return [here, ...Object.values(here).flatMap(containers)];
}

/** The value with one member, chosen by two numbers, replaced or removed. */
function damaged(json: unknown, which: number, member: number, replacement: unknown): unknown {
  const copy: unknown = structuredClone(json);
  const all = containers(copy).filter((one) => Object.keys(one).length > 0);
  const target = all[which % all.length] ?? {};
  const key = Object.keys(target)[member % Object.keys(target).length] ?? '';
  if (replacement === undefined && !Array.isArray(target)) delete target[key];
  else target[key] = replacement ?? null;
  return copy;
}

function readOrRefuse(json: unknown): ParsedTranscript | CciError {
  try {
    return parseTranscript(json);
  } catch (error) {
    if (error instanceof CciError) return error;
    throw error;
  }
}

describe.each(inputs)('%s with one member damaged', (path) => {
  it('is read to the contract or refused on purpose', () => {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const replacement = fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(-1, 1e300, '', 'None'));
    fc.assert(
      fc.property(fc.nat(), fc.nat(), replacement, (which, member, value) => {
        const outcome = readOrRefuse(damaged(json, which, member, value));
        if (outcome instanceof CciError) return;
        expect(transcriptSchema.nullable().safeParse(outcome.transcript).error).toBeUndefined();
        for (const one of outcome.evaluations) expect(evaluationSchema.safeParse(one).error).toBeUndefined();
        expect(outcome.duration_seconds ?? 0).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});
