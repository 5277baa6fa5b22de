import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { transcriptSchema } from '../../../pipeline/contract/index.ts';
import { readTranscript, UnknownFormat } from '../../../pipeline/transcripts/index.ts';

const root = join(import.meta.dirname, '../../../../shared/data/real-calls');
const present = existsSync(root);
if (!present) process.stdout.write('skipped: real vendor files (../shared/data/real-calls is absent)\n');

const read = (path: string) => readTranscript(readFileSync(join(root, path)));

describe.skipIf(!present)('real vendor files', () => {
  it.each([
    ['aws-tca-bda/example-call.json', 'transcribe-call-analytics', 37, ['source', 1]],
    ['aws-tca-bda/bda-standard.json', 'bda-audio', 51, ['rule', 0.95]],
    ['aws-docs/connect-contact-lens-voice.0.json', 'contact-lens-voice', 10, ['source', 1]],
    [
      'aws-docs/connect-contact-lens-example-output-files-chat.0.json',
      'contact-lens-chat',
      31,
      ['source', 1],
    ],
    ['aws-docs/transcribe-channel-id-output-batch.0.json', 'transcribe-channels', 2, ['rule', 0.9]],
    ['aws-docs/transcribe-diarization-output-batch.0.json', 'transcribe-speakers', 2, ['rule', 0.9]],
    ['aws-pca/testfile.json', 'post-call-analytics', 12, ['source', 1]],
  ] as const)('%s goes through as %s with %i turns', (path, provider, count, [origin, confidence]) => {
    const parsed = read(path);
    expect(parsed.provider).toBe(provider);
    expect(parsed.transcript?.turns).toHaveLength(count);
    expect(parsed.transcript?.speaker_roles).toEqual({ origin, confidence });
    expect(transcriptSchema.safeParse(parsed.transcript).error).toBeUndefined();
  });

  it.each([
    ['aws-tca-bda/bda-custom.json', /Bedrock Data Automation custom output/],
    ['aws-docs/connect-evaluationforms-example-output-file.0.json', /Amazon Connect evaluation export/],
    ['deepgram/mock_response.json', /Deepgram/],
    ['elevenlabs/documented-example.json', /ElevenLabs/],
    ['azure-callcenter/scenarios/call-center/sampledata/Json_input_customer_support.json', /Azure/],
    ['star/dialogues/1005.json', /STAR/],
    ['harper-valley/transcript/0002f70f7386445b.json', /Harper Valley/],
  ])('%s is refused by name', (path, reason) => {
    expect(() => read(path)).toThrow(UnknownFormat);
    expect(() => read(path)).toThrow(reason);
  });

  it('finds the agents whom the files only number', () => {
    expect(read('aws-tca-bda/bda-standard.json').transcript?.turns[0]).toMatchObject({
      speaker: 'AGENT',
      start_ms: 1620,
    });
    expect(read('aws-docs/transcribe-diarization-output-batch.0.json').transcript?.turns).toMatchObject([
      { speaker: 'CUSTOMER', start_ms: 4870, end_ms: 6880, text: "I've been on hold for an hour." },
      { speaker: 'AGENT', start_ms: 8490, end_ms: 9240, text: 'Sorry about that.' },
    ]);
  });

  it('takes starts, lengths and redaction from where each vendor says them', () => {
    expect(read('aws-pca/testfile.json')).toMatchObject({
      facts: { started_at: '2021-11-25T18:35:14.215Z', call_id: null, agent: null },
      duration_seconds: 28.67,
    });
    expect(read('aws-tca-bda/example-call.json')).toMatchObject({
      pii_redacted: true,
      redacted_by: 'amazon-transcribe',
      duration_seconds: 182.89,
      job: 'example-call.wav',
    });
    expect(read('aws-docs/connect-contact-lens-example-output-files-chat.0.json')).toMatchObject({
      facts: {
        call_id: 'b49644f6-672f-445c-b209-f76b36482830',
        started_at: '2022-10-27T03:31:50.735Z',
        agent: { id: null, name: 'Jane' },
      },
      duration_seconds: 172.457,
    });
  });

  it('refuses none of the other files in any other way', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.json'),
    );
    const taken = ['aws-tca-bda', 'aws-docs', 'aws-pca'];
    for (const path of files.filter((one) => !taken.some((folder) => one.startsWith(folder))))
      expect(() => read(path), path).toThrow(UnknownFormat);
  });
});
