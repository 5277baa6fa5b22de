import { isObject } from './shape.ts';

/** A kind of JSON that arrives beside transcripts and is refused by its name. */
interface Unread {
  readonly what: string;
  readonly matches: (json: Record<string, unknown>) => boolean;
}

const JOB_STATES = ['QUEUED', 'IN_PROGRESS', 'FAILED'] as const;

/** First match names the input. A name says what the file is, and where it helps what is missing from it. */
const UNREAD: readonly Unread[] = [
  {
    what: 'Bedrock Data Automation custom output, which holds no transcript (the standard output of the same job does)',
    matches: (json) => 'matched_blueprint' in json && 'inference_result' in json,
  },
  {
    what: 'Bedrock Data Automation output of something other than audio',
    matches: (json) => isObject(json.metadata) && 'semantic_modality' in json.metadata,
  },
  {
    what: 'an Amazon Connect evaluation export, which holds scores of a contact and no transcript',
    matches: (json) => 'evaluationId' in json && 'questions' in json,
  },
  {
    what: 'a raw call document of this lake',
    matches: (json) => 'schema_version' in json && 'tenant_id' in json,
  },
  {
    what: 'a Deepgram response',
    matches: ({ metadata, results }) => isObject(metadata) && 'request_id' in metadata && isObject(results),
  },
  { what: 'an ElevenLabs response', matches: (json) => 'language_probability' in json && 'words' in json },
  {
    what: 'OpenAI Whisper verbose JSON',
    matches: (json) =>
      typeof json.text === 'string' && (Array.isArray(json.segments) || Array.isArray(json.words)),
  },
  {
    what: 'an Azure conversation',
    matches: ({ analysisInput, conversations, recognizedPhrases }) =>
      isObject(analysisInput) || Array.isArray(conversations) || Array.isArray(recognizedPhrases),
  },
  { what: 'a STAR dialogue', matches: (json) => 'DialogueID' in json && 'Events' in json },
  {
    what: 'a Contact Lens analysis of a contact that is neither a call nor a chat',
    matches: (json) => 'Transcript' in json && typeof json.Channel === 'string',
  },
];

const LISTED: readonly Unread[] = [
  {
    what: 'a Harper Valley transcript',
    matches: (json) => 'human_transcript' in json && 'speaker_role' in json,
  },
  { what: 'ABCD dialogues', matches: (json) => 'convo_id' in json },
  { what: 'Taskmaster dialogues', matches: (json) => 'conversation_id' in json && 'utterances' in json },
];

/** What a value that no format recognises is, in words for the person who sent it; never its content. */
export function nameUnread(json: unknown): string {
  if (Array.isArray(json)) return nameList(json);
  if (!isObject(json)) return 'a single JSON value, not a transcript';
  if (Object.keys(json).length === 0) return 'an empty JSON object';
  const state = jobState(json);
  if (state) return `an Amazon Transcribe job with status ${state}: it holds no transcript`;
  return looksLike(UNREAD.find(({ matches }) => matches(json))?.what);
}

function nameList(json: readonly unknown[]): string {
  const [first] = json;
  if (first === undefined) return 'an empty JSON array';
  const known = isObject(first) ? LISTED.find(({ matches }) => matches(first)) : undefined;
  return looksLike(known?.what ?? 'a JSON array');
}

function looksLike(what: string | undefined): string {
  const refusal = 'not a transcript format that this version reads';
  return what === undefined ? refusal : `${refusal}: it looks like ${what}`;
}

/** The state of an unfinished job, from an output file, a GetTranscriptionJob answer or a completion event. */
function jobState(json: Record<string, unknown>): string | undefined {
  const job = json.TranscriptionJob ?? json.CallAnalyticsJob ?? json.detail ?? json;
  if (!isObject(job)) return undefined;
  const states = [job.TranscriptionJobStatus, job.CallAnalyticsJobStatus, job.JobStatus];
  if ('jobName' in job) states.push(job.status);
  return JOB_STATES.find((state) => states.includes(state));
}
