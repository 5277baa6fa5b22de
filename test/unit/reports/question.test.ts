import { describe, expect, it } from 'vitest';
import { QuestionRefused } from '../../../reports/api/index.ts';
import { addDays, dayCount, presetPeriod, previousPeriod, todayIn } from '../../../reports/api/period.ts';
import { readQuestion } from '../../../reports/api/question.ts';

const read = (query: string) => readQuestion(new URLSearchParams(query));
const refusal = (query: string) => {
  try {
    read(query);
  } catch (error) {
    if (error instanceof QuestionRefused) return error.where;
    throw error;
  }
  return 'not refused';
};

describe('a question', () => {
  it('is about the last 30 days when nothing is said', () => {
    expect(read('')).toMatchObject({ period: { preset: '30d' }, choices: {}, page: 1, order: 'started_at' });
  });

  it('takes several values of a choice, and an empty one as not known', () => {
    expect(read('agent=b&agent=a&agent=a&queue=').choices).toEqual({ agent: ['a', 'b'], queue: [null] });
  });

  it('is the same in whatever order its values come', () => {
    expect(read('agent=b&agent=a')).toEqual(read('agent=a&agent=b'));
  });

  it('lets a tenant parameter have no effect', () => {
    expect(read('tenant=lumen&tenant_id=lumen')).toEqual(read(''));
  });

  it('narrows the list to a failed criterion, of an agent or of one who is not known', () => {
    expect(read('failed_form=f&failed_criterion=c').drillDown).toEqual({ formId: 'f', criterionId: 'c' });
    expect(read('failed_form=f&failed_criterion=c&failed_agent=').drillDown).toMatchObject({ agent: null });
  });

  it.each([
    ['from=2026-02-30&to=2026-03-01', 'from'],
    ['from=2026-03-01', 'to'],
    ['from=2026-03-02&to=2026-03-01', 'to'],
    ['period=forever', 'period'],
    ['from=0001-01-01&to=9999-12-31', 'from'],
    ['from=1990-01-01&to=2026-12-31', 'from'],
    ['from=2026-01-01&to=2999-12-31', 'to'],
    ['agent=%00', 'agent'],
    ['failed_form=f&failed_criterion=c%00', 'failed_criterion'],
    ['failed_form=f&failed_criterion=c&failed_agent=%00', 'failed_agent'],
    ['page=0', 'page'],
    ['page=1.5', 'page'],
    ['page=1&page=2', 'page'],
    ['page_size=100000', 'page_size'],
    ['order=percentage;drop', 'order'],
    ['direction=up', 'direction'],
    ['grain=hour', 'grain'],
    ['failed_criterion=c', 'failed_form'],
    ['failed_agent=a', 'failed_form'],
    [`agent=${'x'.repeat(501)}`, 'agent'],
    [Array.from({ length: 201 }, (_, index) => `queue=${index}`).join('&'), 'queue'],
  ])('is refused by name: %.40s', (query, where) => {
    expect(refusal(query)).toBe(where);
  });
});

it('says in plain words what is wrong with a filter', () => {
  const words = (query: string) => {
    try {
      read(query);
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return '';
  };
  expect(words('from=2026-02-30&to=2026-03-01')).toBe(
    'api: a filter is not understood: this is not a day between 1970 and 2199',
  );
  for (const query of ['period=forever', 'page=-1', 'page_size=500', 'order=x'])
    expect(words(query)).not.toMatch(/ISO|expected|Invalid|Too big/);
});

describe('a period', () => {
  it('of a preset ends on the last day with calls, never after today', () => {
    const known = { first: '2026-01-05', last: '2026-11-18', today: '2026-11-20' };
    expect(presetPeriod(7, known)).toEqual({ from: '2026-11-12', to: '2026-11-18' });
    expect(presetPeriod(7, { ...known, last: '2031-01-01' })).toEqual({
      from: '2026-11-14',
      to: '2026-11-20',
    });
    expect(presetPeriod(7, { ...known, first: null, last: null }).to).toBe('2026-11-20');
    expect(presetPeriod(null, known)).toEqual({ from: '2026-01-05', to: '2026-11-18' });
  });

  it('has a previous one of the same length just before it', () => {
    const march = { from: '2024-03-01', to: '2024-03-31' };
    expect(previousPeriod(march)).toEqual({ from: '2024-01-30', to: '2024-02-29' });
    expect(dayCount(previousPeriod(march))).toBe(dayCount(march));
  });

  it('counts days over a change of the clock', () => {
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
  });

  it("begins today by the clock of the tenant's zone", () => {
    const late = new Date('2026-11-20T23:30:00Z');
    expect(todayIn('Europe/Berlin', late)).toBe('2026-11-21');
    expect(todayIn('America/New_York', late)).toBe('2026-11-20');
  });
});
