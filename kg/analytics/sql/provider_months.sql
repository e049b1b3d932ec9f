-- Prices seen in each month: by provider, currency and component, how many offerings, the lowest and the highest.
-- Counts every claim that the editors keep and that names a day; list prices without condition.
WITH seen AS (
  SELECT
    provider,
    currency,
    component,
    offering,
    amount_per_million,
    SUBSTR(CAST(COALESCE(observed_on, effective_from, announced_on) AS STRING), 1, 7) AS month
  FROM price_points
  WHERE rank <> 'deprecated'
    AND channel = 'first-party'
    AND component IN ('input', 'output')
    AND condition IS NULL
    AND amount_per_million IS NOT NULL
)
SELECT
  provider,
  month,
  currency,
  component,
  COUNT(DISTINCT offering) AS offerings,
  COUNT(*) AS claims,
  MIN(amount_per_million) AS lowest,
  MAX(amount_per_million) AS highest
FROM seen
WHERE month IS NOT NULL AND provider IS NOT NULL
GROUP BY provider, month, currency, component
ORDER BY provider, month, currency, component
