-- The cheapest models that read at least 128,000 tokens, month by month: three a currency and component.
-- First-party list prices without condition; a month counts if the price is known to have held on a day of it.
WITH months AS (
  SELECT DISTINCT SUBSTR(CAST(observed_on AS STRING), 1, 7) AS month
  FROM price_points
  WHERE observed_on IS NOT NULL
),
held AS (
  SELECT
    p.currency,
    p.component,
    p.model,
    p.offering,
    p.amount_per_million,
    o.context_tokens,
    SUBSTR(CAST(p."from" AS STRING), 1, 7) AS first_month,
    SUBSTR(CAST(COALESCE(p."to", p.last_confirmed_on) AS STRING), 1, 7) AS last_month
  FROM price_periods AS p
  JOIN offerings AS o ON o.id = p.offering
  WHERE p.candidate = 1
    AND p.channel = 'first-party'
    AND p.component IN ('input', 'output')
    AND p.condition IS NULL
    AND p.amount_per_million > 0
    AND o.context_tokens >= 128000
),
ranked AS (
  SELECT
    m.month,
    h.currency,
    h.component,
    h.offering,
    h.model,
    MIN(h.amount_per_million) AS amount_per_million,
    MAX(h.context_tokens) AS context_tokens,
    RANK() OVER (PARTITION BY m.month, h.currency, h.component ORDER BY MIN(h.amount_per_million)) AS place
  FROM months AS m
  JOIN held AS h ON h.first_month <= m.month AND m.month <= h.last_month
  GROUP BY m.month, h.currency, h.component, h.offering, h.model
)
SELECT month, currency, component, place, model, offering, amount_per_million, context_tokens
FROM ranked
WHERE place <= 3
ORDER BY month, currency, component, place, offering
