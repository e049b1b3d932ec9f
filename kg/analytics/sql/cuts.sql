-- The deepest cuts of first-party list prices: each period against the one before it in its series.
WITH periods AS (
  SELECT
    offering,
    provider,
    model,
    component,
    currency,
    amount_per_million AS after,
    "from" AS since,
    LAG(amount_per_million) OVER series AS before,
    LAG("to") OVER series AS until
  FROM price_periods
  WHERE candidate = 1
    AND channel = 'first-party'
    AND condition IS NULL
    AND amount_per_million IS NOT NULL
  WINDOW series AS (PARTITION BY offering, component, currency ORDER BY "from" NULLS FIRST, id)
)
SELECT
  offering,
  provider,
  model,
  component,
  currency,
  before,
  after,
  FLOOR(10000 * CAST(after AS DOUBLE) / CAST(before AS DOUBLE) + 0.5) / 100 - 100 AS percent,
  until,
  since
FROM periods
WHERE after < before
ORDER BY percent, offering, component, since NULLS FIRST
