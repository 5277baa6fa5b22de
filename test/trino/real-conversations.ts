import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallDocument } from '../../pipeline/contract/index.ts';
import { awkwardDocuments } from './awkward-documents.ts';

/** Real conversations of a folder of TSV files (conversation, turn, id, utterance) as calls. */
export function conversations(folder: string, most: number): CallDocument[] {
  const said = new Map<string, string[]>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (path.endsWith('.tsv'))
      for (const line of readFileSync(join(folder, path), 'utf8').split('\n').slice(1)) {
        const [id, , , text] = line.split('\t');
        if (id && text !== undefined) said.set(id, [...(said.get(id) ?? []), text]);
      }
  const [plain] = awkwardDocuments() as [CallDocument];
  return [...said].slice(0, most).map(([call_id, texts], number) => ({
    ...plain,
    call_id,
    channel: 'chat',
    started_at: new Date(Date.UTC(2026, 0, 1, 7 * number)).toISOString(),
    transcript: {
      turns: texts.map((text, index) => ({
        index,
        speaker: 'OTHER',
        start_ms: null,
        end_ms: null,
        text,
        sentiment: null,
      })),
      speaker_roles: { origin: 'none', confidence: 0 },
      talk_time_ms: null,
      silence_ms: null,
      interruptions: null,
    },
  }));
}
