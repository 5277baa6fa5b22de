import { describe, expect, it } from 'vitest';
import { CciError, DocumentRefused } from '../../../pipeline/contract/index.ts';
import { BadShape, readTranscript, UnknownFormat } from '../../../pipeline/transcripts/index.ts';

const bytes = (input: unknown): Uint8Array =>
  new TextEncoder().encode(typeof input === 'string' ? input : JSON.stringify(input));

function refusal(input: unknown): CciError {
  try {
    readTranscript(input instanceof Uint8Array ? input : bytes(input));
  } catch (error) {
    if (error instanceof CciError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('what is not a transcript is refused by name', () => {
  it.each([
    ['WEBVTT\n\n00:01.000 --> 00:02.000\nHi', /WebVTT/],
    ['\uFEFFWEBVTT - call', /WebVTT/],
    ['1\r\n00:00:01,000 --> 00:00:02,000\r\nHi', /SRT/],
    ['Agent: Hello.\nCustomer: Hi.', /plain text/],
    ['00:01 Agent: Hello', /plain text/],
    ['{}', /empty JSON object/],
    ['[]', /empty JSON array/],
    ['5', /single JSON value/],
    ['null', /single JSON value/],
    ['"WEBVTT"', /single JSON value/],
    [{ jobName: 'j', status: 'FAILED', results: { transcripts: [], items: [] } }, /status FAILED/],
    [{ TranscriptionJob: { TranscriptionJobStatus: 'IN_PROGRESS' } }, /status IN_PROGRESS/],
    [{ detail: { TranscriptionJobStatus: 'FAILED' } }, /status FAILED/],
    [{ JobStatus: 'FAILED', JobName: 'x', Transcript: [] }, /status FAILED/],
    [{ matched_blueprint: {}, inference_result: {} }, /Data Automation custom output/],
    [{ metadata: { semantic_modality: 'DOCUMENT' } }, /other than audio/],
    [{ evaluationId: 'e', questions: [] }, /evaluation export/],
    [{ schema_version: 1, tenant_id: 'a' }, /raw call document/],
    [{ JobStatus: 'COMPLETED', Channel: 'EMAIL', Transcript: [] }, /neither a call nor a chat/],
    [{ hello: 'world' }, /not a transcript format/],
  ])('%j', (input, reason) => {
    const error = refusal(input);
    expect(error).toBeInstanceOf(UnknownFormat);
    expect(error.code).toBe('unknown_format');
    expect(error.message).toMatch(reason);
  });

  it('and damaged JSON by what is wrong with it', () => {
    expect(refusal('{"format":"cci-transcript"').code).toBe('not_json');
    expect(refusal('').code).toBe('empty');
    expect(refusal('{"a":1,"a":2}').code).toBe('duplicate_key');
    expect(refusal(Uint8Array.of(0xff, 0xfe, 0x7b))).toBeInstanceOf(DocumentRefused);
    expect(refusal(Uint8Array.of(0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0)).code).toBe('not_json');
  });
});

const own = (turn: object, more: object = {}) => ({
  format: 'cci-transcript',
  version: 1,
  channel: 'voice',
  turns: [turn],
  ...more,
});
const analytics = (turn: object) => ({
  JobName: 'j',
  JobStatus: 'COMPLETED',
  Transcript: [{ BeginOffsetMillis: 0, EndOffsetMillis: 5, Content: 'x', ParticipantRole: 'AGENT', ...turn }],
});
const lens = (turn: object) => ({
  Version: '1.1.0',
  Channel: 'VOICE',
  LanguageCode: 'en-US',
  ...analytics(turn),
  JobName: undefined,
});
const chat = (item: object) => ({
  Channel: 'CHAT',
  Participants: [],
  Transcript: [{ Type: 'MESSAGE', Content: 'x', ...item }],
});
const words = (item: object) => ({
  results: {
    transcripts: [],
    items: [
      {
        type: 'pronunciation',
        start_time: '0.0',
        end_time: '0.5',
        alternatives: [{ content: 'x' }],
        ...item,
      },
    ],
  },
});
const bda = (segment: object) => ({
  metadata: { semantic_modality: 'AUDIO' },
  audio_segments: [{ text: 'x', start_timestamp_millis: 0, end_timestamp_millis: 5, ...segment }],
});
const pca = (segment: object) => ({
  ConversationAnalytics: {},
  SpeechSegments: [{ SegmentStartTime: 0, SegmentEndTime: 1, DisplayText: 'x', ...segment }],
});

describe('a turn without what its format promises is refused with its path', () => {
  it.each([
    ['cci-transcript', own({ text: 5 }), 'turns[0].text'],
    ['cci-transcript', own({ text: '' }), 'turns[0].text'],
    ['cci-transcript', own({ text: 'x', start_ms: 5, end_ms: 4 }), 'turns[0].end_ms'],
    ['cci-transcript', own({ text: 'x', start_ms: 5 }), 'turns[0].end_ms'],
    ['cci-transcript', own({ text: 'x', start_ms: 2 ** 60, end_ms: 2 ** 60 }), 'turns[0].start_ms'],
    ['cci-transcript', own({ text: 'x', start: 5 }), 'turns[0]'],
    ['cci-transcript', own({ text: 'x' }, { agent: 'Zoë' }), 'agent'],
    ['cci-transcript', own({ text: 'x' }, { call_id: 'no spaces please' }), 'call_id'],
    ['cci-transcript', own({ text: 'x' }, { started_at: '2026-01-01' }), 'started_at'],
    ['cci-transcript', own({ text: 'x' }, { version: 2 }), 'version'],
    ['transcribe-call-analytics', analytics({ Content: null }), 'Transcript[0].Content'],
    ['transcribe-call-analytics', analytics({ EndOffsetMillis: -1 }), 'Transcript[0].EndOffsetMillis'],
    ['transcribe-call-analytics', analytics({ BeginOffsetMillis: 9 }), 'Transcript[0].EndOffsetMillis'],
    ['transcribe-call-analytics', { JobName: 'j', JobStatus: 'COMPLETED', Transcript: null }, 'Transcript'],
    ['contact-lens-voice', lens({ BeginOffsetMillis: '0' }), 'Transcript[0].BeginOffsetMillis'],
    ['contact-lens-chat', chat({}), 'Transcript[0].AbsoluteTime'],
    ['contact-lens-chat', chat({ AbsoluteTime: '10:15' }), 'Transcript[0].AbsoluteTime'],
    ['transcribe-plain', words({ start_time: 'soon' }), 'results.items[0].start_time'],
    ['transcribe-plain', words({ start_time: null }), 'results.items[0].start_time'],
    ['transcribe-plain', words({ end_time: '-1' }), 'results.items[0].end_time'],
    ['transcribe-plain', words({ start_time: '1.0' }), 'results.items[0].end_time'],
    ['transcribe-plain', words({ alternatives: [] }), 'results.items[0].alternatives'],
    ['bda-audio', bda({ text: undefined }), 'audio_segments[0].text'],
    ['bda-audio', bda({ start_timestamp_millis: null }), 'audio_segments[0].start_timestamp_millis'],
    ['bda-audio', { metadata: { semantic_modality: 'AUDIO' } }, 'audio_segments'],
    ['post-call-analytics', pca({ DisplayText: undefined }), 'SpeechSegments[0].DisplayText'],
    ['post-call-analytics', pca({ SegmentEndTime: 'x' }), 'SpeechSegments[0].SegmentEndTime'],
    ['cci-result-v0', { tenant_id: 'a', call_id: 'b', call_date: 'May' }, 'call_date'],
  ])('%s %j at %s', (format, input, where) => {
    const error = refusal(input);
    expect(error).toBeInstanceOf(BadShape);
    expect({
      code: error.code,
      where: error.where?.split(', ')[0],
      format: (error as BadShape).format,
    }).toEqual({
      code: 'bad_shape',
      where,
      format,
    });
  });

  it('names an unknown key of our own format, and no value', () => {
    const error = refusal(own({ text: 'card 4111', spaeker: 'AGENT' }));
    expect(error.message).toContain('"spaeker"');
    expect(String(error) + JSON.stringify(error)).not.toContain('4111');
  });
});

describe('what vendors vary in is taken as it comes', () => {
  it('unknown keys, null loudness and a missing sentiment', () => {
    const { transcript } = readTranscript(
      bytes(analytics({ LoudnessScores: null, LoudnessScore: [null], New: {} })),
    );
    expect(transcript?.turns).toMatchObject([{ speaker: 'AGENT', sentiment: null, text: 'x' }]);
  });

  it('a role that is only in the list of participants, or nowhere', () => {
    const turns = lens({ ParticipantRole: undefined, ParticipantId: 'p1' });
    const listed = { ...turns, Participants: [{ ParticipantId: 'p1', ParticipantRole: 'CUSTOMER' }] };
    expect(readTranscript(bytes(listed)).transcript?.turns[0]?.speaker).toBe('CUSTOMER');
    expect(readTranscript(bytes(turns)).transcript).toMatchObject({
      turns: [{ speaker: 'OTHER' }],
      speaker_roles: { origin: 'none' },
    });
  });

  it('turns of nobody, whatever roles the list of participants gives to nobody', () => {
    const Participants = [{ ParticipantRole: 'AGENT' }, { ParticipantRole: 'CUSTOMER', ParticipantId: '' }];
    const unnamed = [{ ParticipantRole: undefined }, { ParticipantRole: null, ParticipantId: null }];
    const AbsoluteTime = '2026-03-02T09:15:00Z';
    const files = [...unnamed, { ParticipantRole: undefined, ParticipantId: '' }].flatMap((turn) => [
      analytics(turn),
      lens(turn),
      chat({ AbsoluteTime, ...turn }),
    ]);
    for (const file of files)
      expect(readTranscript(bytes({ ...file, Participants })).transcript).toMatchObject({
        turns: [{ speaker: 'OTHER' }],
        speaker_roles: { origin: 'none' },
      });
  });

  it('the direction of the call decides who is who when nothing is said', () => {
    const file = bytes(bda({ speaker: { speaker_label: 'spk_0' } }));
    const two = JSON.parse(new TextDecoder().decode(file));
    two.audio_segments.push({
      ...two.audio_segments[0],
      speaker: { speaker_label: 'spk_1' },
      start_timestamp_millis: 5,
    });
    const speakers = (direction: 'inbound' | 'outbound') =>
      readTranscript(bytes(two), { direction }).transcript?.turns.map(({ speaker }) => speaker);
    expect(speakers('inbound')).toEqual(['AGENT', 'CUSTOMER']);
    expect(speakers('outbound')).toEqual(['CUSTOMER', 'AGENT']);
  });

  it('the channel of words that are labelled only under their channel', () => {
    const word = (start_time: string, end_time: string, content: string) => ({
      type: 'pronunciation',
      start_time,
      end_time,
      alternatives: [{ content }],
    });
    const [one, two] = [word('0.0', '1.0', 'Hello'), word('2.0', '3.0', 'Hi')];
    const channels = [
      { channel_label: 'ch_0', items: [one] },
      { channel_label: 'ch_1', items: [two] },
    ];
    const file = { results: { transcripts: [], channel_labels: { channels }, items: [one, two] } };
    const { transcript } = readTranscript(bytes(file));
    expect(transcript?.turns.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['AGENT', 'Hello'],
      ['CUSTOMER', 'Hi'],
    ]);
  });

  it.each([
    [
      'the one that is spoken longest',
      {
        language_codes: [
          ['en-US', 12.5],
          ['es-US', '100.5'],
        ],
      },
      'es-US',
    ],
    ['the one of the job', { language_code: 'de-DE', language_codes: [['en-US', 12.5]] }, 'de-DE'],
    ['none', { language_codes: [] }, null],
  ])('as the language of several: %s', (_, { language_codes, ...said }, expected) => {
    const codes = language_codes.map(([language_code, duration_in_seconds]) => ({
      language_code,
      duration_in_seconds,
    }));
    const file = { results: { transcripts: [], items: [], ...said, language_codes: codes } };
    expect(readTranscript(bytes(file)).facts.language).toBe(expected);
  });

  it('a punctuation mark that comes after a word of the other channel', () => {
    const word = (channel_label: string, start_time: string, end_time: string, content: string) => ({
      type: 'pronunciation',
      channel_label,
      start_time,
      end_time,
      alternatives: [{ content }],
    });
    const mark = (channel_label: string) => ({
      type: 'punctuation',
      channel_label,
      alternatives: [{ content: '?' }],
    });
    const items = [word('ch_0', '0.0', '0.5', 'Hello'), word('ch_1', '0.4', '0.9', 'Hi'), mark('ch_0')];
    const file = { results: { transcripts: [], channel_labels: { channels: [] }, items } };
    expect(readTranscript(bytes(file)).transcript?.turns.map(({ text }) => text)).toEqual(['Hello?', 'Hi']);
  });

  it('a Contact Lens file with little beside its turns is known by its channel, and roles are read in any case', () => {
    const AbsoluteTime = '2026-01-02T03:04:05Z';
    const message = { Type: 'MESSAGE', Content: 'x', AbsoluteTime, ParticipantRole: 'Customer' };
    expect(readTranscript(bytes({ Channel: 'CHAT', Transcript: [message] }))).toMatchObject({
      provider: 'contact-lens-chat',
      transcript: { turns: [{ speaker: 'CUSTOMER', start_ms: 0, text: 'x' }] },
    });
    const { Transcript } = lens({ ParticipantRole: 'agent' });
    const CustomerMetadata = { ContactId: 'c-1' };
    for (const little of [{ Channel: 'VOICE' }, { CustomerMetadata }])
      expect(readTranscript(bytes({ ...little, Transcript }))).toMatchObject({
        provider: 'contact-lens-voice',
        transcript: { turns: [{ speaker: 'AGENT' }] },
      });
  });

  it('a job name is never a call id', () => {
    const parsed = readTranscript(bytes(analytics({})));
    expect(parsed).toMatchObject({ job: 'j', facts: { call_id: null } });
  });

  it('a conversation time without a known zone is no start', () => {
    const call = (more: object) => ({
      ...pca({}),
      ConversationAnalytics: { ConversationTime: '2021-11-25 13:35:14', ...more },
    });
    expect(readTranscript(bytes(call({}))).facts.started_at).toBeNull();
    expect(readTranscript(bytes(call({ ConversationLocation: 'Mars/Olympus' }))).facts.started_at).toBeNull();
    expect(readTranscript(bytes(call({ ConversationLocation: 'Europe/Berlin' }))).facts.started_at).toBe(
      '2021-11-25T12:35:14.000Z',
    );
  });
});
