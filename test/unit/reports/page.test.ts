import { describe, expect, it } from 'vitest';
import type { CriterionResult, Turn } from '../../../pipeline/contract/index.ts';
import { criterionAnchor, criterionIn } from '../../../reports/web/call/criterion-anchor.ts';
import { segmentsOf } from '../../../reports/web/call/evidence.ts';
import { formatsOf } from '../../../reports/web/formats.ts';
import { nextAddress } from '../../../reports/web/next-address.ts';
import { measured } from '../../../reports/web/visuals/measure.ts';
import { daysOf, stepsOf } from '../../../reports/web/visuals/trend-steps.ts';

const turn = (text: string): Turn => ({
  index: 3,
  speaker: 'AGENT',
  start_ms: 0,
  end_ms: 1,
  text,
  sentiment: null,
});
const criterion = (id: string, offset: number | null, quote: string, verified = true): CriterionResult => ({
  ...{ id, section: null, question: id, kind: 'rule', weight: 1, required: false, critical: 'none' },
  ...{ outcome: 'pass', score: 1, max_score: 1, reason: null, confidence: null },
  evidence: [{ turn: 3, start_ms: 0, offset, quote, verified }],
});

describe('evidence in a turn', () => {
  it('is marked where it stands', () => {
    expect(segmentsOf(turn('well, hello there'), [criterion('greeting', 6, 'hello')])).toEqual([
      { text: 'well, ', criteria: [] },
      { text: 'hello', criteria: ['greeting'] },
      { text: ' there', criteria: [] },
    ]);
  });

  it('counts code points, so that an emoji before it shifts nothing', () => {
    const marked = segmentsOf(turn('👋🏽 hello 👋'), [criterion('greeting', 3, 'hello')]);
    expect(marked.map(({ text, criteria }) => [text, criteria.length])).toEqual([
      ['👋🏽 ', 0],
      ['hello', 1],
      [' 👋', 0],
    ]);
  });

  it('may overlap', () => {
    const marked = segmentsOf(turn('abcdef'), [criterion('x', 0, 'abcd'), criterion('y', 2, 'cdef')]);
    expect(marked.map(({ text, criteria }) => `${text}:${criteria.join('+')}`)).toEqual([
      'ab:x',
      'cd:x+y',
      'ef:y',
    ]);
  });

  it('is not marked when it is unverified, nowhere, of another turn, or not at its place', () => {
    const elsewhere = {
      ...criterion('d', 0, 'hello'),
      evidence: [{ ...criterion('d', 0, 'hello').evidence[0], turn: 4 }],
    };
    const none = [
      criterion('a', 0, 'hello', false),
      criterion('b', null, 'hello'),
      criterion('c', 1, 'hello'),
      elsewhere,
    ];
    expect(segmentsOf(turn('hello'), none as CriterionResult[])).toEqual([{ text: 'hello', criteria: [] }]);
  });
});

describe('a measure', () => {
  const share = { part: 'pass', of: ['pass', 'partial', 'fail'], format: 'share' } as const;

  it('is a share of what was decided', () => {
    expect(measured(share, { pass: 3, partial: 1, fail: 0, undetermined: 9 })).toBe(0.75);
  });

  it('is nothing, not 0, of nothing', () => {
    expect(measured(share, { pass: 0, partial: 0, fail: 0 })).toBeNull();
    expect(measured(share, { pass: null, partial: null, fail: null })).toBeNull();
    expect(measured({ field: 'average_score', format: 'percentage' }, { average_score: null })).toBeNull();
  });

  it('is 0 when it is 0', () => {
    expect(measured(share, { pass: 0, partial: 0, fail: 4 })).toBe(0);
  });
});

describe('formats', () => {
  const english = formatsOf('en-GB', 'Europe/Berlin');
  const german = formatsOf('de', 'Europe/Berlin');

  it('write a dash for no number and 0 for 0', () => {
    expect(english.number(null, 'percentage')).toBe('–');
    expect(english.number(0, 'percentage')).toBe('0.0%');
  });

  it("write in the tenant's language and zone", () => {
    expect(german.number(1234.5, 'integer')).toBe('1.235');
    expect(german.number(74.66, 'percentage')).toBe('74,7\u00a0%');
    expect(english.instant('2026-07-01T22:30:00Z')).toMatch(/^2 Jul 2026, 00:30/);
    expect(english.localTime('2026-07-01 22:30:00.000')).toBe('1 Jul 2026, 22:30');
  });

  it('write changes in points for percentages, and none without a number before', () => {
    expect(english.change(74, 70.5, 'percentage')).toBe('+3.5 pts');
    expect(english.change(0.5, 0.52, 'share')).toBe('-2.0 pts');
    expect(english.change(110, 100, 'integer')).toBe('+10.0%');
    expect(english.change(74, null, 'percentage')).toBeNull();
    expect(english.change(5, 0, 'integer')).toBe('+5');
  });

  it('write clock times, also before the start', () => {
    expect([0, 64_400, 3_725_000, -5000].map(english.clock)).toEqual(['0:00', '1:04', '1:02:05', '−0:05']);
  });

  it('fall back to English for a language that the browser does not know', () => {
    expect(formatsOf('xx', 'UTC').number(1234, 'integer')).toBe('1,234');
  });
});

describe('the time axis', () => {
  const row = (step: string) => ({ step, calls: 1, calls_with_score: 1, average_score: 50, auto_failed: 0 });

  it('has a step for days without calls', () => {
    const steps = stepsOf({ from: '2026-11-01', to: '2026-11-03' }, 'day', [row('2026-11-03')]);
    expect(steps.map(({ day, row: found }) => [day, found?.calls ?? null])).toEqual([
      ['2026-11-01', null],
      ['2026-11-02', null],
      ['2026-11-03', 1],
    ]);
  });

  it('begins weeks on Monday, as the query does', () => {
    const period = { from: '2026-11-18', to: '2026-11-24' };
    const steps = stepsOf(period, 'week', [row('2026-11-16 00:00:00')]);
    expect(steps.map(({ day, row: found }) => [day, found !== null])).toEqual([
      ['2026-11-16', true],
      ['2026-11-23', false],
    ]);
    expect(steps.map((step) => daysOf(step, 'week', period))).toEqual([
      { from: '2026-11-18', to: '2026-11-22' },
      { from: '2026-11-23', to: '2026-11-24' },
    ]);
  });

  it('steps over months of every length', () => {
    const steps = stepsOf({ from: '2026-01-31', to: '2026-04-01' }, 'month', []);
    expect(steps.map(({ day }) => day)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01']);
  });
});

describe('the way on after signing in', () => {
  const origin = 'http://127.0.0.1:3000';
  const wayOn = (next: string) => nextAddress(`?next=${encodeURIComponent(next)}`, origin);

  it('leads back to where the reader was going', () => {
    expect(wayOn('/calls/c-1?period=7d')).toBe(`${origin}/calls/c-1?period=7d`);
    expect(nextAddress('', origin)).toBe(`${origin}/`);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    'javascript:alert(1)',
    'http://',
    '/sign-in',
  ])('leads to the dashboard instead of %s', (next) => {
    expect(wayOn(next)).toBe(`${origin}/`);
  });

  it('leads to no other host through a path with two slashes', () => {
    expect(new URL(wayOn('/.//evil.example/'), origin).origin).toBe(origin);
  });
});

describe('a change of a count', () => {
  const { change } = formatsOf('en', 'UTC');
  it('is in per cent, and of few the difference', () => {
    expect(change(340, 305, 'integer')).toBe('+11.5%');
    expect(change(3, 1, 'integer')).toBe('+2');
    expect(change(4, 0, 'integer')).toBe('+4');
    expect(change(4, null, 'integer')).toBe(null);
  });
});

describe('the address of a criterion', () => {
  it('is read as it was written', () => {
    for (const id of ['greeting', 'a b/ü#"%']) expect(criterionIn(criterionAnchor(id))).toBe(id);
    expect(criterionIn('#main')).toBe(null);
    expect(criterionIn('#criterion-%E0%A4')).toBe(null);
  });
});
