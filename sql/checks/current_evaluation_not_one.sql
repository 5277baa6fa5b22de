WITH of_calls AS (
  SELECT
    tenant_id,
    call_id,
    count_if(is_current) AS current_evaluations
  FROM evaluations
  GROUP BY tenant_id, call_id
),

of_forms AS (
  SELECT
    tenant_id,
    call_id,
    form_id,
    count_if(is_latest) AS latest_evaluations
  FROM evaluations
  GROUP BY tenant_id, call_id, form_id
)

SELECT tenant_id, call_id, 'current' AS mark, current_evaluations AS evaluations
FROM of_calls
WHERE current_evaluations <> 1

UNION ALL

SELECT tenant_id, call_id, 'latest' AS mark, latest_evaluations AS evaluations
FROM of_forms
WHERE latest_evaluations <> 1
