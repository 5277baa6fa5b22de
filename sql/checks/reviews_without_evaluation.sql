SELECT
  reviews.tenant_id,
  reviews.call_id,
  reviews.evaluation_id,
  reviews.review_id
FROM reviews
LEFT JOIN evaluations
  ON reviews.tenant_id = evaluations.tenant_id
  AND reviews.call_id = evaluations.call_id
  AND reviews.evaluation_id = evaluations.evaluation_id
  AND reviews.form_id = evaluations.form_id
  AND reviews.attempt = evaluations.attempt
WHERE evaluations.call_id IS NULL
