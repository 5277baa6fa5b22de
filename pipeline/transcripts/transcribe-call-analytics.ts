import { isAnalyticsOutput } from './aws-analytics.ts';
import { parseVoice } from './aws-voice.ts';
import type { TranscriptFormat } from './format.ts';

const name = 'transcribe-call-analytics';

/** Post-call output of Transcribe Call Analytics: https://docs.aws.amazon.com/transcribe/latest/dg/tca-output-batch.html */
export const transcribeCallAnalytics = {
  name,
  title: 'Amazon Transcribe Call Analytics, batch output',
  recognises: (json) => isAnalyticsOutput(json) && 'JobName' in json && !('CustomerMetadata' in json),
  parse: (json) => parseVoice(name, 'amazon-transcribe', json),
} as const satisfies TranscriptFormat;
