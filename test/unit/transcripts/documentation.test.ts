import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  MAX_JSON_BYTES,
  MAX_JSON_CONTAINERS,
  MAX_JSON_DEPTH,
  MIN_INTERRUPTION_MS,
} from '../../../pipeline/contract/index.ts';
import { FORMATS, readTranscript } from '../../../pipeline/transcripts/index.ts';
import * as roles from '../../../pipeline/transcripts/roles.ts';
import { CHANNEL_PAUSE_MS, SPEAKER_PAUSE_MS } from '../../../pipeline/transcripts/transcribe-words.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/formats.md'), 'utf8');

describe('docs/formats.md', () => {
  it('gives an example of our own format that reads as it says', () => {
    const example = /```json cci-transcript\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const parsed = readTranscript(new TextEncoder().encode(example));
    expect(parsed).toMatchObject({
      provider: 'cci-transcript',
      channel: 'voice',
      duration_seconds: 31.5,
      facts: {
        call_id: '2026-000417',
        started_at: '2026-03-02T08:15:00.000Z',
        queue: 'billing',
        customer_ref: 'cust-55',
      },
    });
    expect(parsed.transcript?.turns.map(({ speaker }) => speaker)).toEqual(['AGENT', 'CUSTOMER', 'AGENT']);
  });

  it('lists every format by its name', () => {
    const listed = [...text.matchAll(/^\| `([a-z0-9-]+)` \|.*\|.*\|.*\|.*\|.*\|.*\|/gm)].map(
      (match) => match[1],
    );
    expect(listed.sort()).toEqual(FORMATS.map(({ name }) => name).sort());
  });

  it('states the figures that the code uses', () => {
    for (const { lead, confidence } of roles.CONFIDENCE_BY_LEAD)
      expect(text).toMatch(new RegExp(`${lead} points? ${confidence}`));
    expect(text).toContain(`confidence ${roles.CONFIDENCE_BY_ORDER.known} when it is`);
    expect(text).toContain(`else ${roles.CONFIDENCE_BY_ORDER.assumed}`);
    expect(text).toMatch(new RegExp(`first\\s+${roles.OPENING_TURNS} turns`));
    expect(text).toContain(`last ${roles.CLOSING_TURNS} turns`);
    expect(text).toContain(`only with ${roles.LONE_SPEAKER_SCORE} points`);
    expect(text).toContain(`begin at least ${MIN_INTERRUPTION_MS / 1000} s before`);
    expect(text).toContain(`pauses of ${CHANNEL_PAUSE_MS / 1000} s and where`);
    expect(text).toContain(`one speaker, cut at pauses of ${SPEAKER_PAUSE_MS / 1000} s`);
    expect(text).toContain(`${MAX_JSON_BYTES / 2 ** 20} MiB and ${MAX_JSON_DEPTH} levels`);
    expect(text).toContain(`${MAX_JSON_CONTAINERS / 1e6} million objects and lists`);
  });
});
