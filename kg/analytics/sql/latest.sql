-- The latest known price of every offering, component and condition, and whether it still holds.
WITH periods AS (
  SELECT
    offering,
    component,
    condition,
    currency,
    amount,
    per_tokens,
    price_unit,
    "from" AS since,
    last_confirmed_on,
    end_kind,
    ROW_NUMBER() OVER (
      PARTITION BY offering, component, condition
      ORDER BY last_confirmed_on DESC NULLS LAST, "from" DESC NULLS LAST, id
    ) AS place
  FROM price_periods
  WHERE candidate = 1
)
SELECT offering, component, condition, currency, amount, per_tokens, price_unit, since, last_confirmed_on, end_kind
FROM periods
WHERE place = 1
ORDER BY offering, component, condition NULLS FIRST
