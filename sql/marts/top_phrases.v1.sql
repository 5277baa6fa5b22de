WITH calls AS (
  SELECT * FROM call_list
),

found AS (
  SELECT * FROM stg_key_phrases
),

folded AS (
  SELECT
    tenant_id,
    call_id,
    call_date,
    trim(IF(regexp_like(text, '[^ -~\u00a0-\u017f\u0370-\u052f\u2010-\u2027]'), text, lower(text))) AS phrase
  FROM found
),

counted_by_call AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    phrase,
    call_id,
    count(*) AS mentions
  FROM folded
  GROUP BY tenant_id, date_trunc('month', call_date), phrase, call_id
),

counted_by_text AS (
  SELECT
    counted_by_call.tenant_id,
    counted_by_call.month_start,
    counted_by_call.phrase,
    count(*) AS calls,
    sum(counted_by_call.mentions) AS mentions,
    count(calls.percentage) AS scored_calls,
    avg(calls.percentage) AS average_percentage
  FROM counted_by_call
  LEFT JOIN calls
    ON counted_by_call.tenant_id = calls.tenant_id
    AND counted_by_call.call_id = calls.call_id
  GROUP BY counted_by_call.tenant_id, counted_by_call.month_start, counted_by_call.phrase
)

SELECT
  tenant_id,
  month_start,
  phrase,
  calls,
  mentions,
  scored_calls,
  average_percentage,
  row_number() OVER (
    PARTITION BY tenant_id, month_start
    ORDER BY calls DESC, mentions DESC, phrase
  ) AS frequency_rank
FROM counted_by_text
