/** The rows of the table: what each offering costs on a day. */

import { type Candidate, type Offering, onDay, type Prices, type Series } from "./data";
import { type Amount, amountOf, type Rate, tidy } from "./money";
import type { Asked } from "./state";

/** The three components by the token that stand side by side; `uniform` is both ways. */
export const COLUMNS = ["input", "output", "cached-input"] as const;
export type Column = (typeof COLUMNS)[number];

export interface Cell {
  series: Series;
  candidates: (Candidate & { amount: Amount | undefined })[];
}

export interface Row {
  key: string;
  offering: Offering;
  condition: string;
  cells: Partial<Record<Column | "other", Cell>>;
  /** Cost of the asked workload: lowest and highest that can hold, in the currency of the row. */
  cost?: { low: number; high: number; currency: string };
}

/** Rows for what was asked, in the order of provider and name. */
export function rowsFor(prices: Prices, asked: Asked, rate: Rate | undefined): Row[] {
  const day = prices.toDay(asked.day);
  const tokens = COLUMNS.includes(asked.component as Column) || asked.component === "";
  const rows = new Map<string, Row>();
  for (const series of prices.series) {
    if (!fits(series, asked)) continue;
    const columns = tokens ? columnsOf(series) : series.component.id === asked.component ? (["other"] as const) : [];
    if (!columns.length) continue;
    const candidates = onDay(series.periods, day).map((one) => ({ ...one, amount: amountOf(series, one.period, asked.unit, rate) }));
    if (!candidates.length) continue;
    const key = rowKey(series);
    const row = rows.get(key) ?? { key, offering: series.offering, condition: series.condition.label, cells: {} };
    for (const column of columns) row.cells[column] ??= { series, candidates };
    rows.set(key, row);
  }
  let found = [...rows.values()];
  if (asked.component && tokens) found = found.filter((row) => row.cells[asked.component as Column]);
  if (!asked.conditions) found = listPrices(found);
  found.sort(compare);
  if (asked.input + asked.output > 0) {
    found.forEach((row) => addCost(row, asked, rate));
    found.sort(byCost);
  }
  return found;
}

export function rowKey(series: Series): string {
  const unit = series.unit.id === "token" ? "" : ` ${series.unit.id}`;
  return `${series.offering.key} ${series.condition.id}${unit}`;
}

function columnsOf(series: Series): readonly Column[] {
  if (series.unit.id !== "token") return [];
  if (series.component.id === "uniform") return ["input", "output"];
  return COLUMNS.filter((column) => column === series.component.id);
}

function fits({ offering }: Series, asked: Asked): boolean {
  if (asked.channel && offering.channel?.id !== asked.channel) return false;
  if (asked.market && offering.market.id !== asked.market) return false;
  if (asked.context && (offering.context ?? 0) < asked.context) return false;
  const words = asked.text.toLowerCase().split(/\s+/).filter(Boolean);
  const named = [offering.sold, offering.provider, offering.service];
  const own = [offering.sku, ...named.flatMap((one) => [one?.id, one?.label, one?.other])].join(" ").toLowerCase();
  return words.every((word) => own.includes(word));
}

/** Without modes and hours; tiers stay where an offering has no price without them. */
function listPrices(rows: Row[]): Row[] {
  const plain = new Set(rows.filter((row) => !row.condition).map((row) => row.offering.key));
  return rows.filter((row) => {
    const { condition } = Object.values(row.cells)[0]!.series;
    return !condition.id || (!plain.has(row.offering.key) && !/mode=|window=/.test(condition.id));
  });
}

function addCost(row: Row, asked: Asked, rate: Rate | undefined): void {
  const { input, output } = row.cells;
  if ((asked.input && !input) || (asked.output && !output)) return;
  const cached = row.cells["cached-input"] ?? input;
  const share = asked.cached / 100;
  const unit = asked.unit === "usd-m" ? "usd-m" : row.offering.currency === "USD" && asked.unit === "listed" ? "usd-m" : "cny-m";
  const parts: [Cell | undefined, number][] = [[input, asked.input * (1 - share)], [cached, asked.input * share], [output, asked.output]];
  let [low, high] = [0, 0];
  for (const [cell, millions] of parts) {
    if (!millions) continue;
    const amounts = cell?.candidates.map((one) => amountOf(cell.series, one.period, unit, rate)?.value) ?? [];
    const known = amounts.filter((amount) => amount !== undefined);
    if (!known.length) return;
    low += millions * Math.min(...known);
    high += millions * Math.max(...known);
  }
  row.cost = { low: tidy(low), high: tidy(high), currency: unit === "usd-m" ? "USD" : "CNY" };
}

function compare(a: Row, b: Row): number {
  const name = (row: Row) => [row.offering.provider?.id ?? "~", row.offering.market.id, row.offering.sku, row.condition].join(" ");
  return name(a) < name(b) ? -1 : 1;
}

/** The cheapest first; amounts of two currencies are not compared, and rows that lack a price come last. */
function byCost(a: Row, b: Row): number {
  if (!a.cost || !b.cost) return Number(!a.cost) - Number(!b.cost);
  if (a.cost.currency !== b.cost.currency) return a.cost.currency < b.cost.currency ? -1 : 1;
  return a.cost.low - b.cost.low;
}

/** Days from `day` in a direction on which any row changes. */
export function nextChange(prices: Prices, asked: Asked, step: number): number | undefined {
  const now = prices.toDay(asked.day);
  let found: number | undefined;
  for (const series of prices.series) {
    if (!fits(series, asked)) continue;
    for (const { from } of series.periods.slice(1)) {
      const ahead = (from - now) * step;
      if (ahead > 0 && (found === undefined || ahead < (found - now) * step)) found = from;
    }
  }
  return found;
}
