import { readdirSync, readFileSync } from 'node:fs';
import type { GivenRows } from '../support/lake-files.ts';

const call = (call_id: string, started_at: string, started_local: string, rest: object) => ({
  call_id,
  started_at,
  started_local,
  dt: started_at.slice(0, 10),
  call_date: started_local.slice(0, 10),
  channel: 'voice',
  source_provider: 'transcribe',
  source_kind: 'recording',
  pii_redacted: true,
  evaluation_count: 0,
  categories: [],
  topics: [],
  ...rest,
});
const evaluation = (
  call_id: string,
  attempt: number,
  is_current: boolean,
  percentage: number | null,
  rest: object = {},
) => ({
  call_id,
  evaluation_id: `${call_id}-${attempt}`,
  form_id: 'service',
  form_version: attempt,
  attempt,
  is_latest: is_current,
  is_current,
  scored_at: '2026-02-02 08:00:00.123',
  percentage,
  status: percentage === null ? 'unscored' : 'scored',
  auto_failed: percentage === 0,
  criteria_count: 3,
  failed_count: 1,
  undetermined_count: 0,
  dt: '2026-01-05',
  call_date: '2026-01-05',
  channel: 'voice',
  scorer: 'rule',
  ...rest,
});
const score = (
  call_id: string,
  call_date: string,
  criterion_id: string,
  outcome: string,
  rest: object = {},
) => ({
  call_id,
  call_date,
  dt: call_date,
  criterion_id,
  outcome,
  evaluation_id: `${call_id}-1`,
  form_id: 'service',
  form_version: 1,
  attempt: 1,
  is_latest: true,
  is_current: true,
  scored_at: '2026-02-02 08:00:00.123',
  criterion_index: criterion_id === 'greet' ? 0 : 1,
  question: `Did they ${criterion_id}?`,
  kind: 'rule',
  weight: 1.5,
  required: true,
  critical: 'none',
  max_score: 1,
  score: outcome === 'pass' ? 1 : outcome === 'fail' ? 0 : outcome === 'partial' ? 0.5 : null,
  channel: 'voice',
  evidence: [],
  ...rest,
});

const ofCall = {
  call_id: 'c1',
  dt: '2026-01-05',
  call_date: '2026-01-06',
  agent_id: 'a1',
  agent_name: 'Jörg Groß',
  channel: 'voice',
};
const { call_id: _, ...ofDay } = ofCall;
const run = (run_id: string, dt: string | null, rest: object) => ({
  run_id,
  dt,
  started_at: '2026-01-07 02:00:00.250',
  finished_at: '2026-01-07 02:03:00.500',
  status: 'published',
  version: 1,
  shape_version: '2-0',
  balanced: true,
  ...rest,
});

/** Outcomes of the machine and of the person who checked it blind, one pair an answer: enough of them for a kappa. */
const CHECKED_BLIND = [
  ...Array.from({ length: 12 }, () => ['pass', 'pass'] as const),
  ...Array.from({ length: 5 }, () => ['fail', 'fail'] as const),
  ...Array.from({ length: 3 }, () => ['fail', 'pass'] as const),
  ...Array.from({ length: 2 }, () => ['pass', 'not_applicable'] as const),
  ['undetermined', 'pass'] as const,
];

/** Rows that the battery runs over: awkward on purpose (NULLs, umlauts, a supplementary character, microseconds, month ends, the night of a clock change). */
export const BATTERY_ROWS: GivenRows = {
  calls: [
    call('c1', '2026-01-05 23:30:00.250', '2026-01-06 00:30:00.250', {
      agent_id: 'a1',
      agent_name: 'Jörg Groß',
      agent_team: 'red',
      queue: 'sales',
      duration_seconds: 60,
      turn_count: 10,
      silence_ms: 1500,
      talk_time_agent_ms: 20000,
      sentiment_customer: -2.5,
      categories: ['billing', 'refund'],
      topics: ['price'],
      issue: ' Refund of 10% ',
      language: 'de-DE',
    }),
    call('c2', '2026-01-06 10:00:00', '2026-01-06 11:00:00', {
      agent_id: 'a1',
      agent_name: 'Jörg Groß',
      agent_team: 'red',
      queue: 'sales',
      duration_seconds: 120.5,
      turn_count: 0,
      silence_ms: 0,
      talk_time_agent_ms: 9007199254740991,
      sentiment: 'POSITIVE',
      sentiment_customer: 3,
      categories: ['refund', null],
      issue: "it's broken_twice",
    }),
    call('c3', '2026-01-31 12:00:00.998500', '2026-01-31 13:00:00.999', {
      agent_id: 'a2',
      agent_name: 'Zoë 🙂',
      agent_team: 'blue',
      queue: 'support',
      channel: 'chat',
      duration_seconds: 0,
      turn_count: -3,
      issue: '',
      language: 'en',
    }),
    call('c4', '2026-02-28 00:00:00', '2026-02-28 01:00:00', {
      queue: 'support',
      duration_seconds: 3600,
      interruptions: 7,
      unscored_reason: 'no model configured',
      categories: ['billing'],
    }),
    call('c5', '2026-03-29 00:59:59.999499', '2026-03-29 01:59:59.999', {
      agent_id: 'a3',
      agent_name: 'ann',
      agent_team: null,
      queue: null,
      turn_count: 2147483647,
      issue: 'a,b,,c',
      pii_redacted: false,
    }),
    call('c6', '2026-03-29 01:00:00', '2026-03-29 03:00:00', {
      agent_id: 'a3',
      agent_name: 'ann',
      queue: 'Sales',
      duration_seconds: 7.25,
      turn_count: 3,
      sentiment: 'NEGATIVE',
      sentiment_customer: 0,
      issue: 'ORDER-2026-17 and ORDER-2026-18',
    }),
  ],
  evaluations: [
    evaluation('c1', 1, false, 40),
    evaluation('c1', 2, true, 87.5, { coverage: 0.75, band: 'good', total_score: 7, max_score: 8 }),
    evaluation('c2', 1, true, 0, { band: 'poor' }),
    evaluation('c3', 1, true, 33.333333333333336, { status: 'partial' }),
    evaluation('c4', 1, true, null),
  ],
  criterion_scores: [
    score('c1', '2026-01-06', 'greet', 'pass', {
      agent_id: 'a1',
      agent_name: 'Jörg Groß',
      confidence: 0.9,
      evidence_quote: 'Guten Tag',
      evidence_turn: 0,
      evidence: [
        { turn: 0, start_ms: 0, offset: 0, quote: 'Guten Tag', verified: true },
        { turn: 3, start_ms: null, offset: 5, quote: '🙂', verified: false },
      ],
    }),
    score('c1', '2026-01-06', 'verify', 'fail', {
      agent_id: 'a1',
      agent_name: 'Jörg Groß',
      critical: 'form',
      evidence_quote: 'Wer?',
    }),
    score('c2', '2026-01-06', 'greet', 'partial', {
      agent_id: 'a1',
      agent_name: 'Jörg Groß',
      confidence: 0.1,
    }),
    score('c2', '2026-01-06', 'verify', 'fail', { agent_id: 'a1', agent_name: 'Jörg Groß' }),
    score('c3', '2026-01-31', 'greet', 'not_applicable', { agent_id: 'a2', agent_name: 'Zoë 🙂' }),
    score('c3', '2026-01-31', 'verify', 'undetermined', { agent_id: 'a2', agent_name: 'Zoë 🙂' }),
    score('c4', '2026-02-28', 'greet', 'pass'),
    score('c4', '2026-02-28', 'verify', 'pass'),
    ...CHECKED_BLIND.map(([machine], index) =>
      score(`k${index}`, '2026-01-06', 'greet', machine, { is_current: false }),
    ),
  ],
  turns: [
    {
      call_id: 'c1',
      dt: '2026-01-05',
      call_date: '2026-01-06',
      turn_index: 0,
      speaker: 'AGENT',
      start_ms: 0,
      end_ms: 1500,
      text: 'Guten Tag',
      word_count: 2,
      sentiment: 'NEUTRAL',
    },
    {
      call_id: 'c1',
      dt: '2026-01-05',
      call_date: '2026-01-06',
      turn_index: 1,
      speaker: 'CUSTOMER',
      start_ms: 1500,
      end_ms: 9000,
      text: 'Ich möchte mein Geld zurück',
      word_count: 5,
      sentiment: 'NEGATIVE',
    },
    {
      call_id: 'c3',
      dt: '2026-01-31',
      call_date: '2026-01-31',
      turn_index: 0,
      speaker: 'CUSTOMER',
      text: '🙂🙂',
      word_count: 1,
    },
  ],
  entities: [
    { ...ofCall, entity_index: 0, entity_type: 'PERSON', text: 'Jörg Groß', confidence: 0.98 },
    { ...ofCall, entity_index: 1, entity_type: 'DATE', text: '5. Januar', confidence: null },
  ],
  key_phrases: [{ ...ofCall, phrase_index: 0, text: 'Geld zurück 🙂', confidence: 0.5 }],
  action_items: [{ ...ofCall, item_index: 0, text: '' }],
  reviews: [
    {
      ...ofCall,
      review_id: 'r1',
      evaluation_id: 'c1-2',
      form_id: 'service',
      form_version: 2,
      attempt: 2,
      criterion_id: 'greet',
      kind: 'recheck',
      reviewer_id: 'p1',
      reviewed_at: '2026-02-03 09:10:11.123',
      outcome: 'not_applicable',
      score: null,
      max_score: 1,
      comment: null,
    },
    ...CHECKED_BLIND.map(([, human], index) => ({
      ...ofCall,
      call_id: `k${index}`,
      review_id: 'r1',
      evaluation_id: `k${index}-1`,
      form_id: 'service',
      form_version: 1,
      attempt: 1,
      criterion_id: 'greet',
      kind: 'recheck',
      reviewer_id: 'p1',
      reviewed_at: '2026-03-29 22:30:00',
      outcome: human,
      score: human === 'pass' ? 1 : human === 'fail' ? 0 : null,
      max_score: 1,
    })),
    {
      ...ofCall,
      review_id: 'r2',
      evaluation_id: 'c2-1',
      call_id: 'c2',
      form_id: 'service',
      form_version: 1,
      attempt: 1,
      criterion_id: 'verify',
      kind: 'override',
      reviewer_id: 'p2',
      reviewed_at: '2026-03-29 00:59:59.999',
      outcome: 'pass',
      score: 1,
      max_score: 1,
      comment: 'Zoë 🙂',
    },
  ],
  call_days: [
    {
      ...ofDay,
      calls: 2,
      scored_calls: 2,
      duration_count: 2,
      duration_sum: 180.5,
      silence_count: 1,
      silence_ms_sum: 9007199254740991,
      sentiment_customer_count: 0,
      sentiment_customer_sum: null,
    },
  ],
  criterion_days: [
    {
      ...ofDay,
      form_id: 'service',
      form_version: 2,
      criterion_id: 'greet',
      section_id: null,
      question: 'Did they greet?',
      passed: 1,
      failed: 0,
    },
  ],
  check_runs: [true, false].map((passed, index) => ({
    run_id: `n${index + 1}`,
    check_name: 'orphans',
    severity: 'error',
    passed,
    violations: passed ? 0 : 9007199254740991,
    error_code: null,
    promise: 'every turn has its call',
    advice: 'look',
    version: index,
    checked_at: '2026-01-07 02:03:01.125',
    duration_ms: 12,
  })),
  etl_runs: [
    run('n1', null, { documents_in: 4, landed: 3, superseded: 0, quarantined: 1 }),
    run('n1', '2026-01-05', { documents_in: 3, landed: 2, superseded: 0, quarantined: 1 }),
    run('n1', '2026-01-05', { table_name: 'calls', rows_out: 2 }),
    run('n1', '2026-01-05', { table_name: 'turns', rows_out: 60 }),
    run('n1', '2026-01-05', { quarantine_code: 'not_json', quarantined: 1 }),
    run('n1', '2026-01-06', { documents_in: 1, landed: 1, superseded: 0, quarantined: 0 }),
    run('n1', '2026-01-06', { table_name: 'calls', rows_out: 1 }),
    run('n2', null, {
      started_at: '2026-01-08 02:00:00',
      finished_at: '2026-01-08 02:00:00.001',
      status: 'failed',
      documents_in: 0,
      landed: 0,
      superseded: 0,
      quarantined: 0,
      balanced: false,
      version: null,
      error_code: 'manifest_refused',
      error_message: 'publish: a manifest cannot be read',
    }),
  ],
};

/** Expressions over `call_list c`, one statement each. */
const OVER_CALLS = `
upper(c.agent_name)
lower(c.agent_name), length(c.agent_name)
substr(c.agent_name, 2, 3), substr(c.agent_name, -2), substr(c.agent_name, 0), substr(c.agent_name, 50)
trim(c.issue), ltrim(c.issue), rtrim(c.issue)
replace(c.issue, 'a', 'xy'), replace(c.issue, ' ')
split_part(c.issue, ',', 2), split_part(c.issue, ',', 9)
split(c.issue, ',')
strpos(c.issue, 'ORDER'), position('b' IN c.issue), starts_with(c.issue, 'ORDER')
concat(c.call_id, '-', c.queue), c.call_id || ':' || c.channel, concat_ws('/', c.queue, c.agent_id, c.agent_team)
lpad(c.call_id, 5, '0'), rpad(c.call_id, 1, 'x')
c.issue LIKE '%10!%%' ESCAPE '!', c.issue LIKE 'ORDER_2026%', c.queue LIKE 's%'
regexp_like(c.issue, '[0-9]{4}'), regexp_like(c.issue, '^ORDER|broken')
regexp_extract(c.issue, 'ORDER-([0-9]+)-([0-9]+)', 2), regexp_extract(c.issue, 'zzz')
regexp_replace(c.issue, '[0-9]+', '#'), regexp_replace(c.issue, ' +')
c.turn_count / 3, c.turn_count % 3, -c.turn_count / 2, abs(c.silence_ms)
c.turn_count * 1.5, c.turn_count + 0.25, 100.0 * c.turn_count / 7, 1e2 * c.turn_count / 7
CAST(c.turn_count AS decimal(12, 2)) / 3, CAST(c.turn_count AS bigint) * 2.50, c.turn_count - 1.125
round(c.duration_seconds), round(c.duration_seconds, 1), floor(c.duration_seconds), ceil(c.duration_seconds), truncate(c.duration_seconds)
round(1.005, 2), round(-2.5), round(c.turn_count * 1.25), floor(-1.5), ceiling(1.01)
CAST(c.duration_seconds AS integer), CAST(c.duration_seconds AS bigint), CAST(c.turn_count AS double)
CAST(c.duration_seconds AS varchar), CAST(c.turn_count AS varchar), CAST(c.pii_redacted AS varchar), CAST(c.turn_count * 0.01 AS varchar)
CAST(c.started_at AS varchar), CAST(c.call_date AS varchar), CAST(c.started_local AS date)
TRY_CAST(c.issue AS integer), TRY_CAST(c.call_id AS double), TRY_CAST(c.queue AS boolean)
c.duration_seconds / nullif(c.turn_count, 0), nullif(c.queue, 'sales'), coalesce(c.agent_team, c.queue, 'nobody')
c.duration_seconds > 60, c.duration_seconds / c.sentiment_customer > 1, c.sentiment_customer / 0 > 1
IF(c.turn_count > 2, 'many', 'few'), IF(c.agent_id IS NULL, 1)
CASE WHEN c.duration_seconds > 100 THEN 'long' WHEN c.duration_seconds IS NULL THEN NULL ELSE 'short' END, CASE c.channel WHEN 'voice' THEN 1 ELSE 2 END
greatest(c.turn_count, 5), least(c.call_id, 'c3'), greatest(c.silence_ms, c.talk_time_agent_ms)
c.turn_count BETWEEN 0 AND 10, c.call_date BETWEEN DATE '2026-01-01' AND DATE '2026-01-31'
c.queue IN ('sales', 'support'), c.queue NOT IN ('sales', NULL), c.turn_count IN (0, 3, 10)
c.queue IS DISTINCT FROM 'sales', c.agent_team IS NOT DISTINCT FROM NULL
date_trunc('day', c.started_at), date_trunc('week', c.call_date), date_trunc('month', c.started_local), date_trunc('quarter', c.call_date), date_trunc('hour', c.started_at)
date_add('month', 1, c.call_date), date_add('day', -1, c.started_at), date_add('hour', 25, c.started_at), date_add('quarter', -1, c.call_date)
date_diff('day', c.call_date, DATE '2026-03-01'), date_diff('month', c.call_date, DATE '2026-02-28'), date_diff('hour', c.started_at, c.started_local), date_diff('week', DATE '2026-03-31', c.call_date)
date_diff('minute', TIMESTAMP '2026-01-01 00:00:00', c.started_at), date_diff('year', DATE '2024-02-29', c.call_date)
year(c.call_date), quarter(c.call_date), month(c.call_date), day(c.call_date), week(c.call_date), year_of_week(c.call_date)
day_of_week(c.call_date), day_of_year(c.call_date), hour(c.started_local), minute(c.started_at), second(c.started_at), millisecond(c.started_at)
EXTRACT(year FROM c.call_date), EXTRACT(dow FROM c.call_date), last_day_of_month(c.call_date), date(c.started_at)
date_format(c.started_at, '%Y-%m-%d %H:%i:%s'), date_format(c.started_local, '%a %e %b %y, %W %M %j %k')
format_datetime(c.started_local, 'yyyy-MM-dd HH:mm:ss'), format_datetime(c.started_at, 'EEE d MMM yy, EEEE M MMMM h:m:s a H')
trim('R' FROM c.issue), ltrim(c.issue, 'OR'), rtrim(c.issue, ' 0%'), trim(BOTH 'sa' FROM c.queue)
typeof(c.call_id), typeof(c.turn_count * 1.5), log(2, 8), DOUBLE '1.5', DATE '2026-1-5'
c.call_date + INTERVAL '1' MONTH, c.call_date - INTERVAL '3' DAY, c.started_at + INTERVAL '90' MINUTE
c.started_at < TIMESTAMP '2026-02-01 00:00:00', c.started_at >= c.call_date, c.call_date = DATE '2026-01-06'
to_unixtime(c.started_at), to_iso8601(c.call_date)
(SELECT count(*) FROM qa_scores s WHERE s.call_id = c.call_id), EXISTS (SELECT 1 FROM qa_scores s WHERE s.call_id = c.call_id AND s.outcome = 'fail')
c.call_id IN (SELECT s.call_id FROM qa_scores s WHERE s.outcome = 'pass'), c.turn_count > (SELECT avg(d.turn_count) FROM call_list d)
row_number() OVER (ORDER BY c.call_id), rank() OVER (ORDER BY c.queue), dense_rank() OVER (ORDER BY c.queue DESC), ntile(2) OVER (ORDER BY c.call_id)
lag(c.call_id) OVER (ORDER BY c.call_id), lead(c.turn_count, 2, 0) OVER (ORDER BY c.call_id), first_value(c.call_id) OVER (PARTITION BY c.queue ORDER BY c.call_id)
last_value(c.queue) IGNORE NULLS OVER (ORDER BY c.call_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), sum(c.silence_ms) OVER (ORDER BY c.call_id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)
avg(c.duration_seconds) OVER (PARTITION BY c.agent_id), count(*) OVER (), max(c.call_date) OVER (ORDER BY c.call_id), percent_rank() OVER (ORDER BY c.call_id), cume_dist() OVER (ORDER BY c.queue)
c.percentage, c.coverage, c.band, c.auto_failed, c.evaluation_status, c.unscored_reason
power(c.sentiment_customer, 2), sqrt(abs(c.sentiment_customer)), exp(1), ln(2), log10(1000), mod(c.turn_count, 4), sign(c.turn_count)
is_nan(c.sentiment_customer / 0 * 0), 0e0 / 0 = 0e0 / 0, 0e0 / 0 <> 1, c.duration_seconds / 0
`;

/** Statements of other shapes. */
const STATEMENTS = `
SELECT queue, count(*) AS calls, sum(turn_count) AS turns, avg(turn_count) AS mean, min(call_date) AS first_day, max(issue) AS last_issue FROM call_list GROUP BY queue ORDER BY queue
SELECT channel, count(DISTINCT agent_id), count_if(duration_seconds > 60), bool_and(pii_redacted), bool_or(auto_failed), every(pii_redacted) FROM call_list GROUP BY 1 ORDER BY 1 DESC
SELECT agent_id, count_if(auto_failed), count_if(NULL), sum(silence_ms), count(issue) FROM call_list GROUP BY agent_id ORDER BY agent_id
SELECT sum(duration_seconds), avg(duration_seconds), stddev(duration_seconds), var_pop(duration_seconds), min(duration_seconds) FROM call_list
SELECT sum(CAST(turn_count AS decimal(12, 2))), avg(CAST(turn_count AS decimal(12, 2))), max(CAST(turn_count AS decimal(12, 2))) FROM call_list
SELECT queue, agent_id, grouping(queue, agent_id), count(*) FROM call_list GROUP BY ROLLUP (queue, agent_id) ORDER BY 3, 1, 2
SELECT queue, channel, count(*) FROM call_list GROUP BY CUBE (queue, channel) ORDER BY 1 NULLS FIRST, 2, 3
SELECT queue, agent_id, sum(turn_count) FROM call_list WHERE turn_count < 100 GROUP BY GROUPING SETS ((queue), (agent_id), ()) ORDER BY 1, 2
SELECT agent_id, array_agg(call_id ORDER BY call_id DESC), max_by(call_id, duration_seconds), min_by(agent_team, started_at) FROM call_list GROUP BY agent_id ORDER BY 1
SELECT queue, listagg(call_id, ', ') WITHIN GROUP (ORDER BY call_id) FROM call_list GROUP BY queue ORDER BY queue
SELECT agent_id, count(*) FILTER (WHERE channel = 'voice'), sum(turn_count) FILTER (WHERE turn_count > 5) FROM call_list GROUP BY agent_id HAVING count(*) > 1 ORDER BY agent_id
SELECT date_trunc('month', call_date) AS month_start, count(*) * 1e2 / sum(count(*)) OVER () AS share FROM call_list GROUP BY 1 ORDER BY 1
SELECT c.call_id, t.category FROM calls c CROSS JOIN UNNEST(c.categories) AS t (category) ORDER BY 1, 2
SELECT c.call_id, t.category, t.position FROM calls c LEFT JOIN UNNEST(c.categories) WITH ORDINALITY AS t (category, position) ON TRUE ORDER BY 1, 3
SELECT s.call_id, e.turn, e.quote, e.verified FROM criterion_scores s CROSS JOIN UNNEST(s.evidence) AS e (turn, start_ms, start_offset, quote, verified) ORDER BY 1, 2
SELECT call_id, cardinality(categories), contains(categories, 'billing'), element_at(categories, 1), element_at(categories, -1), element_at(categories, 9) FROM calls ORDER BY 1
SELECT call_id, array_join(categories, '+'), array_join(categories, '+', '?'), transform(categories, x -> upper(x)), filter(categories, x -> x <> 'refund'), array_sort(categories) FROM calls ORDER BY 1
SELECT call_id, any_match(categories, x -> x = 'billing'), all_match(categories, x -> length(x) > 3), none_match(categories, x -> x IS NULL) FROM calls ORDER BY 1
SELECT call_id, evidence FROM criterion_scores WHERE cardinality(evidence) > 0 ORDER BY call_id
SELECT call_id, transform(evidence, e -> e.quote), evidence[1].turn FROM criterion_scores WHERE cardinality(evidence) > 0 ORDER BY 1
SELECT speaker, sum(end_ms - start_ms), sum(word_count), count(*), max(text) FROM turns GROUP BY speaker ORDER BY speaker
SELECT a.call_id, b.turn_index FROM calls a LEFT JOIN turns b ON a.call_id = b.call_id AND b.speaker = 'CUSTOMER' ORDER BY 1, 2
SELECT call_id, a.agent_id, b.outcome FROM calls a JOIN criterion_scores b USING (call_id) ORDER BY 1, 3
SELECT coalesce(a.call_id, b.call_id), b.turn_index FROM (SELECT call_id FROM calls WHERE queue = 'sales') a FULL JOIN (SELECT call_id, turn_index FROM turns) b ON a.call_id = b.call_id ORDER BY 1, 2
SELECT a.call_id, b.call_id FROM calls a CROSS JOIN calls b WHERE a.call_id < b.call_id AND a.queue = b.queue ORDER BY 1, 2
SELECT call_id FROM calls WHERE queue = 'sales' UNION SELECT call_id FROM turns ORDER BY call_id
SELECT queue FROM calls INTERSECT SELECT 'sales' ORDER BY 1
SELECT call_id FROM calls EXCEPT SELECT call_id FROM evaluations ORDER BY 1
SELECT turn_count FROM calls UNION ALL SELECT 1.5 ORDER BY 1
SELECT DISTINCT queue, channel FROM calls ORDER BY queue DESC, channel
SELECT call_id FROM calls ORDER BY queue DESC, call_id OFFSET 1 LIMIT 3
SELECT call_id, queue FROM calls ORDER BY queue NULLS FIRST, call_id FETCH FIRST 2 ROWS ONLY
WITH a AS (SELECT call_id, turn_count FROM calls), b (id, n) AS (SELECT call_id, count(*) FROM turns GROUP BY call_id) SELECT a.call_id, a.turn_count, b.n FROM a LEFT JOIN b ON a.call_id = b.id ORDER BY 1
SELECT x, x * 2, y FROM (VALUES (1, 'a'), (2, NULL), (3, 'ccc')) AS t (x, y) ORDER BY x DESC
SELECT d, count(c.call_id) FROM UNNEST(sequence(DATE '2026-01-05', DATE '2026-01-08', INTERVAL '1' DAY)) AS s (d) LEFT JOIN calls c ON c.call_date = d GROUP BY d ORDER BY d
SELECT sequence(DATE '2026-01-01', DATE '2026-04-15', INTERVAL '1' MONTH), sequence(DATE '2026-01-01', DATE '2026-01-08', INTERVAL '3' DAY), sequence(3, 1), sequence(1, 9, 4)
SELECT d.n, count(c.call_id) FROM UNNEST(sequence(0, 3)) AS d (n) LEFT JOIN calls c ON c.turn_count = d.n GROUP BY d.n ORDER BY d.n
SELECT a.queue, x.n FROM (SELECT DISTINCT queue FROM calls) a CROSS JOIN LATERAL (SELECT count(*) AS n FROM calls b WHERE b.queue = a.queue) x ORDER BY 1
SELECT tenant_id, count(*) FROM calls GROUP BY tenant_id
SELECT any_value(tenant_id), arbitrary(source_kind) FROM calls
SELECT 1 AS a, 2.50 AS b, 1e0 AS c, 'x' AS d, TRUE AS e, NULL AS f, DATE '2026-01-01' AS g, TIMESTAMP '2026-01-01 10:00:00.5' AS h, ARRAY[1, NULL] AS i, ROW(1, 'a') AS j
SELECT 9223372036854775807, 9007199254740993, 2147483648, -2147483648
SELECT date_add('year', 9000, call_date), date_add('year', -2026, call_date), date_add('year', 9000, started_at), date_add('year', -4000, started_at) FROM calls ORDER BY call_id
SELECT count(*) FROM calls WHERE started_at = TIMESTAMP '2026-01-31 12:00:00.999' OR started_at = TIMESTAMP '2026-03-29 00:59:59.999'
SELECT substr(call_id, 99, CAST(NULL AS bigint)), substr(call_id, 0, interruptions), substr(call_id, interruptions) FROM calls ORDER BY call_id
SELECT avg(y), avg(x) FROM (VALUES (4503599627370495, 1), (1, 2)) AS t (x, y)
SELECT power(1, nan()), power(-1, infinity()), power(2, infinity()), power(CAST(NULL AS double), nan())
SELECT x FROM (VALUES 1e0, nan(), infinity(), NULL) AS t (x) ORDER BY x DESC
SELECT rank() OVER (ORDER BY x), x, row_number() OVER (ORDER BY x DESC) FROM (VALUES 1e0, nan(), infinity(), NULL) AS t (x)
SELECT x = x, x <> x, x > 1, x BETWEEN 0 AND 2 FROM (VALUES 1e0, nan(), infinity(), NULL) AS t (x)
SELECT element_at(transform(ARRAY[1], x -> 0e0 / 0), 1) = 1, element_at(transform(ARRAY[1], x -> 0e0 / 0), 1) > 1, ROW(nan(), 1)[1] = nan(), CAST(ROW(nan()) AS ROW(a double)).a > 1
SELECT ARRAY[1] || CAST(NULL AS integer), CAST(NULL AS integer) || ARRAY[1], ARRAY[1] || ARRAY[CAST(NULL AS integer)], categories || queue FROM calls ORDER BY call_id
SELECT lead('12', 1, 'none') OVER (ORDER BY call_id), lag(turn_count, 1, 1.5) OVER (ORDER BY call_id), lag(call_id, 2, queue) OVER (ORDER BY call_id) FROM calls ORDER BY call_id
SELECT TRY_CAST(turn_count / 0 AS varchar) FROM calls
SELECT TRY_CAST(turn_count / 3 AS tinyint), TRY_CAST(call_id || issue AS double), TRY_CAST((SELECT max(issue) FROM calls) AS date) FROM calls ORDER BY call_id
SELECT array_agg(DISTINCT queue ORDER BY call_id) FROM calls
SELECT array_agg(DISTINCT queue ORDER BY queue) FROM calls
SELECT length('a') * NULL
SELECT NULL / 2e0
SELECT avg(NULL) FROM calls
SELECT date_trunc('day', NULL)
SELECT call_id, EXISTS (SELECT 1 FROM turns t WHERE t.call_id = c.call_id AND t.word_count > (SELECT count(*) FROM turns u WHERE u.call_id = c.call_id)) FROM calls c
SELECT c.call_id FROM calls c LEFT JOIN turns t ON c.call_id = t.call_id AND (SELECT max(u.text) FROM turns u WHERE u.call_id = c.call_id) = t.text
SELECT corr(duration_seconds, turn_count), covar_pop(duration_seconds, turn_count), covar_samp(silence_ms, duration_seconds), regr_slope(duration_seconds, turn_count), regr_intercept(duration_seconds, turn_count) FROM calls
SELECT queue, corr(duration_seconds, turn_count), covar_pop(duration_seconds, turn_count), covar_samp(duration_seconds, turn_count), regr_slope(duration_seconds, turn_count) FROM calls GROUP BY queue ORDER BY queue
SELECT map_agg(call_id, turn_count), element_at(map_agg(call_id, queue), 'c1'), element_at(map_agg(call_id, queue), 'zz'), map_agg(call_id, turn_count)['c2'], cardinality(map_agg(agent_team, 1) FILTER (WHERE call_id IN ('c1', 'c3'))) FROM calls
SELECT queue, map_agg(call_id, duration_seconds) FROM calls GROUP BY queue ORDER BY queue
SELECT map_agg(agent_team, 1), map_agg(call_id, 1) FILTER (WHERE FALSE) FROM calls WHERE agent_team IS NULL
SELECT map_agg(call_id, turn_count)['zz'] FROM calls
SELECT call_id, regexp_like(issue, '(?i)REFUND|order'), regexp_extract(issue, '(?i)order-([0-9]+)', 1), regexp_replace(issue, '(?i)[a-f]', '*') FROM calls ORDER BY call_id
SHOW COLUMNS FROM turns
SHOW COLUMNS FROM lake.criterion_scores
DESCRIBE call_list
DESCRIBE missing
SELECT * FROM data_freshness
SELECT * FROM data_quality ORDER BY run_id, dt
SELECT * FROM quarantine_reasons
SELECT date_diff('hour', last_run_at, TIMESTAMP '2026-01-09 00:00:00'), last_run_at > last_published_at FROM data_freshness
SELECT 1 / 0
SELECT turn_count + 1 FROM calls
SELECT CAST('abc' AS integer)
SELECT CAST(c.talk_time_agent_ms AS integer) FROM calls c
SELECT call_id || turn_count FROM calls
SELECT call_id FROM calls WHERE call_id = 1
SELECT call_id FROM calls WHERE call_date = '2026-01-06'
SELECT queue, call_id FROM calls GROUP BY queue
SELECT queue AS q FROM calls WHERE q = 'sales'
SELECT count(*) FROM calls GROUP BY count(*)
SELECT call_id FROM calls a JOIN turns b ON a.call_id = b.call_id
SELECT sum(call_id) FROM calls
SELECT coalesce(turn_count, 'none') FROM calls
SELECT * FROM calls ORDER BY 99
SELECT lenght(call_id) FROM calls
SELECT x FROM calls
SELECT row_number() OVER () + sum(turn_count) FROM calls
SELECT call_id FROM calls UNION SELECT turn_count FROM calls
SELECT element_at(categories, 0) FROM calls
SELECT categories[9] FROM calls
SELECT (SELECT call_id FROM calls)
SELECT DISTINCT queue FROM calls ORDER BY call_id
`;

const lines = (text: string): string[] => text.trim().split('\n');

/** Values by topic, one expression or query a line. */
const VALUES = new URL('./values/', import.meta.url);
const values = readdirSync(VALUES)
  .sort()
  .flatMap((file) => lines(readFileSync(new URL(file, VALUES), 'utf8')))
  .map((line) => (line.startsWith('SELECT ') ? line : `SELECT ${line}`));

/** The project's own battery: statements whose answers are recorded from a real Trino. */
export const BATTERY: readonly string[] = [
  ...lines(OVER_CALLS).map(
    (expressions) => `SELECT c.call_id, ${expressions} FROM call_list c ORDER BY c.call_id`,
  ),
  ...lines(STATEMENTS),
  ...values,
];
