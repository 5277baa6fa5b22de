import { describe, expect, it } from 'vitest';
import type { Channel, Direction } from '../../../pipeline/contract/index.ts';
import { guessRoles } from '../../../pipeline/transcripts/roles.ts';

/** `a: text` lines, one second each. */
function roles(lines: string[], direction: Direction | null = null, channel: Channel = 'voice') {
  const utterances = lines.map((line, index) => {
    const [, label, text = ''] = /^(\w*): (.*)$/.exec(line) ?? [];
    return {
      label: label || null,
      text,
      start_ms: index * 1000,
      end_ms: index * 1000 + 900,
      sentiment: null,
    };
  });
  const { of, roles: said } = guessRoles(utterances, channel, direction);
  return { ...Object.fromEntries(of), ...said };
}

describe('guessRoles', () => {
  it.each([
    [['a: Hello?', 'b: Thank you for calling Acme, how can I help you?'], 'b'],
    [["a: I've been on hold for an hour.", 'b: Sorry about that.'], 'b'],
    [['a: Hi, I’m calling about my bill.', 'b: Okay.'], 'b'],
    [['a: Yes?', 'b: Hi there.', 'a: Is there anything else I can help you with?', 'b: No.'], 'a'],
    [['a: Bueno', 'b: Buenos días, ¿en qué puedo ayudarle?'], 'b'],
    [['a: Allô', 'b: Comment puis-je vous être utile ?', "a: J'ai un problème avec ma facture."], 'b'],
    [['a: Hallo', 'b: Was kann ich für Sie tun?'], 'b'],
  ])('finds the agent of %j: %s', (lines, agent) => {
    const found = roles(lines);
    expect(found).toMatchObject({
      [agent]: 'AGENT',
      [agent === 'a' ? 'b' : 'a']: 'CUSTOMER',
      origin: 'rule',
    });
    expect(found.confidence).toBeGreaterThan(0.6);
  });

  it('takes "I am calling about" for the side that placed the call', () => {
    const lines = ['a: Hello?', 'b: Hi, I am calling about your order.', 'a: Okay.'];
    expect(roles(lines, 'outbound')).toMatchObject({ a: 'CUSTOMER', b: 'AGENT' });
    expect(roles(lines, 'inbound')).toMatchObject({ a: 'AGENT', b: 'CUSTOMER' });
  });

  it('goes by who speaks first when nothing tells, with low confidence', () => {
    const lines = ['a: Mm.', 'b: Mm.'];
    expect(roles(lines, 'inbound')).toEqual({ a: 'AGENT', b: 'CUSTOMER', origin: 'rule', confidence: 0.5 });
    expect(roles(lines, 'outbound')).toEqual({ b: 'AGENT', a: 'CUSTOMER', origin: 'rule', confidence: 0.5 });
    expect(roles(lines)).toEqual({ a: 'AGENT', b: 'CUSTOMER', origin: 'rule', confidence: 0.35 });
  });

  it('takes the one who starts a chat for the customer, unless it went out', () => {
    const lines = ['a: Mm.', 'b: Mm.'];
    expect(roles(lines, 'inbound', 'chat')).toMatchObject({ b: 'AGENT', a: 'CUSTOMER', confidence: 0.5 });
    expect(roles(lines, null, 'chat')).toMatchObject({ b: 'AGENT', a: 'CUSTOMER', confidence: 0.35 });
    expect(roles(lines, 'outbound', 'chat')).toMatchObject({ a: 'AGENT', b: 'CUSTOMER', confidence: 0.5 });
  });

  it('is surer the clearer the cues', () => {
    const clear = roles(['a: Thanks for calling, how may I help?', "b: I'm calling about my card."]);
    const faint = roles(['a: Mm.', 'b: Sorry about that.']);
    expect(clear.confidence).toBeGreaterThan(Number(faint.confidence));
  });

  it('gives the most talkative of several others the customer role, and leaves the rest and machines OTHER', () => {
    const lines = [
      'ivr: Press 1 for sales.',
      'x: Hey.',
      'c: Well now.',
      'c: So it goes.',
      'a: How can I help you?',
    ];
    expect(roles(lines)).toMatchObject({ a: 'AGENT', c: 'CUSTOMER' });
    expect(roles(lines)).not.toHaveProperty('x');
    expect(roles(lines)).not.toHaveProperty('ivr');
  });

  it('gives one speaker a role only for clear cues', () => {
    expect(roles(['a: How can I help you?'])).toMatchObject({ a: 'AGENT', origin: 'rule' });
    expect(roles(["a: I'm calling about a refund."])).toMatchObject({ a: 'CUSTOMER', origin: 'rule' });
    expect(roles(['a: Testing.', 'a: Sorry about that.'])).toEqual({ origin: 'none', confidence: 0 });
  });

  it('gives nobody a role where no speaker is told apart', () => {
    expect(roles([': How can I help you?', ': Hi.'])).toEqual({ origin: 'none', confidence: 0 });
    expect(roles([])).toEqual({ origin: 'none', confidence: 0 });
  });

  it('does not take a phrase from the middle of a call for a greeting', () => {
    const middle = Array.from({ length: 40 }, (_, i) => `${i % 2 ? 'b' : 'a'}: Mm.`);
    middle[21] = 'b: My sister always says thanks for calling.';
    expect(roles(middle)).toMatchObject({ a: 'AGENT', confidence: 0.35 });
  });
});
