WITH scores AS (
  SELECT * FROM qa_scores
),

weighed_scores AS (
  SELECT
    tenant_id,
    call_id,
    call_date,
    agent_id,
    agent_name,
    agent_team,
    queue,
    channel,
    form_id,
    form_version,
    section_id,
    criterion_index,
    outcome,
    critical,
    weight,
    outcome IN ('pass', 'partial', 'fail') AS is_counted,
    IF(max_score > 0, weight * coalesce(score, 0) / max_score, 0e0) AS points
  FROM scores
),

summed_by_section AS (
  SELECT
    tenant_id,
    call_id,
    call_date,
    agent_id,
    agent_name,
    agent_team,
    queue,
    channel,
    form_id,
    form_version,
    section_id,
    min(criterion_index) AS first_criterion_index,
    count(*) AS criteria,
    count_if(is_counted) AS answered,
    count_if(outcome = 'pass') AS passed,
    count_if(outcome = 'fail') AS failed,
    sum(weight) AS weight,
    coalesce(sum(weight) FILTER (WHERE is_counted), 0e0) AS counted_weight,
    coalesce(sum(points) FILTER (WHERE is_counted), 0e0) AS points,
    bool_or(critical = 'section' AND outcome = 'fail') AS auto_failed
  FROM weighed_scores
  GROUP BY
    tenant_id,
    call_id,
    call_date,
    agent_id,
    agent_name,
    agent_team,
    queue,
    channel,
    form_id,
    form_version,
    section_id
)

SELECT
  tenant_id,
  call_id,
  call_date,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel,
  form_id,
  form_version,
  section_id,
  first_criterion_index,
  criteria,
  answered,
  passed,
  failed,
  weight,
  counted_weight,
  IF(auto_failed, 0e0, points) AS points,
  auto_failed,
  IF(auto_failed, 0e0, 1e2 * points / nullif(counted_weight, 0e0)) AS percentage
FROM summed_by_section
