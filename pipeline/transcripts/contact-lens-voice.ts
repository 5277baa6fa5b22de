import { isAnalyticsOutput } from './aws-analytics.ts';
import { parseVoice } from './aws-voice.ts';
import { isContactLensChat } from './contact-lens-chat.ts';
import type { TranscriptFormat } from './format.ts';
import { transcribeCallAnalytics } from './transcribe-call-analytics.ts';

const name = 'contact-lens-voice';

/** Contact Lens analysis of a call: https://docs.aws.amazon.com/connect/latest/adminguide/contact-lens-example-output-files.html */
export const contactLensVoice = {
  name,
  title: 'Amazon Connect Contact Lens, voice',
  recognises: (json) =>
    isAnalyticsOutput(json) &&
    (json.Channel ?? 'VOICE') === 'VOICE' &&
    !isContactLensChat(json) &&
    !transcribeCallAnalytics.recognises(json),
  parse: (json) => parseVoice(name, 'contact-lens', json),
} as const satisfies TranscriptFormat;
