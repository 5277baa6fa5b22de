WITH day_sums AS (
  SELECT
    tenant_id,
    dt,
    call_date,
    form_id,
    form_version,
    criterion_id,
    section_id,
    question,
    agent_id,
    agent_name,
    agent_team,
    queue,
    channel,
    coalesce(answers, 0) AS answers,
    coalesce(passed, 0) AS passed,
    coalesce(failed, 0) AS failed,
    coalesce(partial, 0) AS partial,
    coalesce(not_applicable, 0) AS not_applicable,
    coalesce(undetermined, 0) AS undetermined,
    coalesce(score_sum, 0) AS score_sum,
    coalesce(max_score_sum, 0) AS max_score_sum,
    1 AS rows_found
  FROM criterion_days
),

-- What sums count, as they count it.
counted AS (
  SELECT
    *,
    CASE WHEN abs(score) < 1e9 THEN CAST(floor(score * 1e6 + 5e-1) AS bigint) END AS score_millionths,
    CASE
      WHEN score IS NOT NULL AND abs(max_score) < 1e9 THEN CAST(floor(max_score * 1e6 + 5e-1) AS bigint)
    END AS max_score_millionths
  FROM criterion_scores
  WHERE is_current
),

facts AS (
  SELECT
    tenant_id,
    dt,
    call_date,
    form_id,
    form_version,
    criterion_id,
    section_id,
    question,
    agent_id,
    agent_name,
    agent_team,
    queue,
    channel,
    -(count(*)) AS answers,
    -(count_if(outcome = 'pass')) AS passed,
    -(count_if(outcome = 'fail')) AS failed,
    -(count_if(outcome = 'partial')) AS partial,
    -(count_if(outcome = 'not_applicable')) AS not_applicable,
    -(count_if(outcome = 'undetermined')) AS undetermined,
    -(coalesce(CAST(sum(CAST(score_millionths AS decimal(38, 0))) AS double) / 1e6, 0)) AS score_sum,
    -(coalesce(CAST(sum(CAST(max_score_millionths AS decimal(38, 0))) AS double) / 1e6, 0)) AS max_score_sum,
    -1 AS rows_found
  FROM counted
  GROUP BY
    tenant_id,
    dt,
    call_date,
    form_id,
    form_version,
    criterion_id,
    section_id,
    question,
    agent_id,
    agent_name,
    agent_team,
    queue,
    channel
),

both AS (
  SELECT * FROM day_sums
  UNION ALL
  SELECT * FROM facts
)

SELECT
  tenant_id,
  dt,
  call_date,
  form_id,
  form_version,
  criterion_id,
  section_id,
  question,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel
FROM both
GROUP BY
  tenant_id,
  dt,
  call_date,
  form_id,
  form_version,
  criterion_id,
  section_id,
  question,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel
HAVING
  sum(rows_found) <> 0
  OR sum(answers) <> 0
  OR sum(passed) <> 0
  OR sum(failed) <> 0
  OR sum(partial) <> 0
  OR sum(not_applicable) <> 0
  OR sum(undetermined) <> 0
  OR sum(score_sum) <> 0
  OR sum(max_score_sum) <> 0
