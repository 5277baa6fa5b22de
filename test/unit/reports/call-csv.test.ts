import { describe, expect, it } from 'vitest';
import { csvOf } from '../../../reports/api/call-csv.ts';

const row = {
  ...{ call_id: 'c-1', started_local: '2026-11-20 09:00:00.000', agent_id: null, agent_name: 'Zoë "Z" A, B' },
  ...{ queue: null, channel: 'voice', duration_seconds: 12.5, form_id: 'f', percentage: 0, band: 'Poor' },
  ...{ auto_failed: true, failed_count: 1, undetermined_count: 0, criteria_count: 3, coverage: 0.5 },
  ...{ evaluation_status: 'scored', unscored_reason: null },
};
const first = (changes: Partial<{ [C in keyof typeof row]: unknown }>) =>
  csvOf([{ ...row, ...changes }]).split('\r\n')[1];

describe('the call list as CSV', () => {
  it('keeps a score of 0 and no value apart, and quotes', () => {
    expect(first({})).toBe(
      'c-1,2026-11-20 09:00:00.000,,"Zoë ""Z"" A, B",,voice,12.5,f,0,Poor,true,1,0,3,0.5,scored,',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =1', '|calc'])(
    'does not let a sheet run %j',
    (text) => {
      expect(first({ queue: text })).toContain(`,'${text},voice`);
    },
  );

  it('keeps a line break inside its field', () => {
    expect(csvOf([{ ...row, queue: '=a\r\nb' }])).toContain(`,"'=a\r\nb",voice`);
  });

  it('leaves numbers below 0 numbers', () => {
    expect(first({ percentage: -1 })).toContain(',f,-1,Poor');
  });
});
