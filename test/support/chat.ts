/** A transcript file of one sentence, without a call id. */
export const chat = (text: string): string =>
  JSON.stringify({
    format: 'cci-transcript',
    version: 1,
    channel: 'chat',
    turns: [{ speaker: 'AGENT', start_ms: 0, text }],
  });
