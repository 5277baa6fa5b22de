import { describe, expect, it } from 'vitest';
import { BadStart, parseTranscript, rebase } from '../../../pipeline/transcripts/index.ts';

const message = (time: string, Content: string) => ({
  AbsoluteTime: time,
  Content,
  ParticipantRole: 'AGENT',
  Type: 'MESSAGE',
});
const chat = parseTranscript({
  Channel: 'CHAT',
  Participants: [],
  Transcript: [message('2026-01-05T10:00:00.250Z', 'a'), message('2026-01-05T10:00:07.001Z', 'b')],
});
const starts = (parsed: typeof chat) =>
  parsed.transcript?.turns.map(({ start_ms, end_ms }) => [start_ms, end_ms]);

describe('rebase', () => {
  it('counts a chat from a later start, to the millisecond and below zero', () => {
    const moved = rebase(chat, '2026-01-05T11:00:05.000+01:00');
    expect(starts(moved)).toEqual([
      [-4750, -4750],
      [2001, 2001],
    ]);
    expect(moved.facts.started_at).toBe('2026-01-05T10:00:05.000Z');
  });

  it('comes back to where it was', () => {
    expect(rebase(rebase(chat, '2020-01-01T00:00:00Z'), chat.facts.started_at ?? '')).toEqual(chat);
  });

  it('leaves voice calls and chats without instants alone', () => {
    const turns = [{ text: 'Hi', start_ms: 5, end_ms: 9 }];
    const voice = parseTranscript({
      format: 'cci-transcript',
      version: 1,
      channel: 'voice',
      started_at: '2026-01-05T10:00:00Z',
      turns,
    });
    const undated = parseTranscript({ format: 'cci-transcript', version: 1, channel: 'chat', turns });
    expect(rebase(voice, '2026-01-05T11:00:00Z')).toBe(voice);
    expect(rebase(undated, '2026-01-05T11:00:00Z')).toBe(undated);
  });

  it('refuses a start that is no instant', () => {
    expect(() => rebase(chat, '2026-01-05 10:00')).toThrow(BadStart);
  });
});
