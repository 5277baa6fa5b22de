WITH counted AS (
  SELECT
    tenant_id,
    call_id,
    evaluation_id,
    count(*) AS criteria,
    count_if(outcome = 'fail') AS failed,
    count_if(outcome = 'undetermined') AS undetermined
  FROM criterion_scores
  GROUP BY tenant_id, call_id, evaluation_id
)

SELECT
  evaluations.tenant_id,
  evaluations.call_id,
  evaluations.evaluation_id,
  evaluations.criteria_count,
  coalesce(counted.criteria, 0) AS criterion_rows
FROM evaluations
LEFT JOIN counted
  ON evaluations.tenant_id = counted.tenant_id
  AND evaluations.call_id = counted.call_id
  AND evaluations.evaluation_id = counted.evaluation_id
WHERE
  evaluations.criteria_count <> coalesce(counted.criteria, 0)
  OR evaluations.failed_count <> coalesce(counted.failed, 0)
  OR evaluations.undetermined_count <> coalesce(counted.undetermined, 0)
