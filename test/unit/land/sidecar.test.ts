import { describe, expect, it } from 'vitest';
import { readSidecar } from '../../../pipeline/land/index.ts';

const read = (value: unknown) => readSidecar(Buffer.from(JSON.stringify(value)));

describe('a sidecar', () => {
  it('gives every fact that the issue of a call needs, times in UTC', () => {
    const { facts, unknownKeys } = read({
      call_id: 'c-1',
      started_at: '2026-03-29T03:30:00+02:00',
      agent: { id: 'a-7', name: 'Zoë', team: 'Billing' },
      queue: 'billing',
      direction: 'inbound',
      language: 'de-AT',
      customer: { ref: '4711' },
    });
    expect(facts).toEqual({
      call_id: 'c-1',
      started_at: '2026-03-29T01:30:00.000Z',
      agent: { id: 'a-7', name: 'Zoë', team: 'Billing' },
      queue: 'billing',
      direction: 'inbound',
      language: 'de-AT',
      customer_ref: '4711',
    });
    expect(unknownKeys).toEqual([]);
  });

  it.each([
    ['nothing at all', {}],
    ['nulls', { call_id: null, started_at: null, agent: null, queue: null, direction: null, customer: null }],
    ['empty texts', { call_id: '', agent: { id: '', name: ' ' }, queue: '' }],
    ['empty texts everywhere', { started_at: '', agent: '', direction: ' ', language: '', customer: '' }],
  ])('that says %s leaves every fact to the file', (_, value) => {
    const { facts } = read(value);
    expect([facts.call_id, facts.started_at, facts.queue, facts.direction, facts.customer_ref]).toEqual(
      Array(5).fill(null),
    );
    expect(facts.agent?.id ?? null).toBeNull();
  });

  it.each([
    ['2026-03-02T09:15:00+0100', '2026-03-02T08:15:00.000Z'],
    ['2026-03-02T09:15:00.123456+01', '2026-03-02T08:15:00.123Z'],
    [' 2026-03-02T09:15Z ', '2026-03-02T09:15:00.000Z'],
  ])('reads the time %j', (started_at, expected) => {
    expect(read({ started_at }).facts.started_at).toBe(expected);
  });

  it('says in words what a value must be', () => {
    expect(() => read({ call_id: 1.5 })).toThrowError(/must be a text of at most 500 characters, or a whole/);
    expect(() => read({ agent: 'Jane' })).toThrowError(/expected object at agent$/);
    expect(() => read({ direction: 'sideways' })).toThrowError(/expected "inbound" or "outbound" or/);
  });

  it('reads numbers as the digits of an id', () => {
    const { facts } = read({ call_id: 1005, agent: { id: 7 }, customer: { ref: 42 } });
    expect([facts.call_id, facts.agent?.id, facts.customer_ref]).toEqual(['1005', '7', '42']);
  });

  it('names keys that nothing reads, since one may be misspelt', () => {
    expect(read({ agnet: { id: 'x' }, agent: { nmae: 'x' } }).unknownKeys).toEqual(['agnet', 'agent.nmae']);
  });

  it.each([
    ['call_id', { call_id: '../../etc/passwd' }],
    ['call_id', { call_id: '-begins-with-a-hyphen' }],
    ['started_at', { started_at: 'yesterday' }],
    ['started_at', { started_at: '2026-01-01T10:00:00' }],
    ['started_at', { started_at: '2026-02-30T10:00:00Z' }],
    ['started_at', { started_at: '0001-01-01T00:30:00+01:00' }],
    ['started_at', { started_at: '9999-12-31T23:30:00-01:00' }],
    ['started_at', { started_at: 1772442900 }],
    ['queue', { queue: 'q'.repeat(501) }],
    ['direction', { direction: 'sideways' }],
    ['agent.id', { agent: { id: { nested: true } } }],
    ['agent', { agent: 'Jane' }],
    ['language', { language: 'German!' }],
  ])('with an unusable %s is refused, saying where', (where, value) => {
    expect(() => read(value)).toThrowError(expect.objectContaining({ code: 'bad_sidecar', where }));
  });

  it.each(['', '{', '[]', '"text"', '{"call_id":"a","call_id":"b"}'])('that is %j is refused', (text) => {
    expect(() => readSidecar(Buffer.from(text))).toThrowError(
      expect.objectContaining({ code: 'bad_sidecar' }),
    );
  });
});
