import { bdaAudio } from './bda-audio.ts';
import { cciResultV0 } from './cci-result-v0.ts';
import { cciTranscript } from './cci-transcript.ts';
import { contactLensChat } from './contact-lens-chat.ts';
import { contactLensVoice } from './contact-lens-voice.ts';
import type { TranscriptFormat } from './format.ts';
import { postCallAnalytics } from './post-call-analytics.ts';
import { transcribeChannels, transcribePlain, transcribeSpeakers } from './transcribe.ts';
import { transcribeCallAnalytics } from './transcribe-call-analytics.ts';

/** Every format that is read. No value is recognised by two of them, so their order decides nothing. */
export const FORMATS: readonly TranscriptFormat[] = [
  cciTranscript,
  transcribeCallAnalytics,
  transcribeChannels,
  transcribeSpeakers,
  transcribePlain,
  contactLensVoice,
  contactLensChat,
  bdaAudio,
  postCallAnalytics,
  cciResultV0,
];
