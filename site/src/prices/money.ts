/** Amounts in the unit that the reader wants. Only here is anything converted, by the rate of the day, and it says so. */

import { lang, t } from "../core/site";
import type { Named, Period, Prices, Series } from "./data";

export type Unit = "listed" | "cny-k" | "cny-m" | "usd-m";

export interface Rate {
  day: number;
  rate: number;
  source: Named;
}

export interface Amount {
  value: number;
  /** The amount with its unit. */
  text: string;
  /** The amount alone, for a column whose heading has the unit. */
  number: string;
  converted: boolean;
}

/** The unit as a heading of a column has it; nothing where each list keeps its own. */
export function unitLabel(unit: Unit): string {
  if (unit === "listed") return "";
  const { currency, per } = WANTED[unit];
  return write(NaN, currency, tokenCount(per), false);
}

/** The rate of a day: yuan for a dollar on it or on the last day before it that has one. */
export function rateOn(prices: Prices, day: number): Rate | undefined {
  let found: Rate | undefined;
  for (const rate of prices.rates) {
    if (rate.day > day) break;
    found = rate;
  }
  return found;
}

const WANTED: Record<Exclude<Unit, "listed">, { currency: string; per: number }> = {
  "cny-k": { currency: "CNY", per: 1_000 },
  "cny-m": { currency: "CNY", per: 1_000_000 },
  "usd-m": { currency: "USD", per: 1_000_000 },
};

/** An amount in a unit; nothing if there is no rate for its currency. */
export function amountOf(series: Series, period: Period, unit: Unit, rate: Rate | undefined): Amount | undefined {
  const { currency } = series.offering;
  const listed = { currency, per: period.per };
  const wanted = unit === "listed" || series.unit.id !== "token" ? listed : WANTED[unit];
  const factor = exchange(currency, wanted.currency, rate);
  if (factor === undefined) return undefined;
  const scale = wanted.per && period.per ? wanted.per / period.per : 1;
  const value = tidy(period.amount * scale * factor);
  const converted = currency !== wanted.currency && value !== 0;
  const text = write(value, wanted.currency, per(series, wanted.per), converted);
  return { value, converted, text, number: `${converted ? "≈ " : ""}${short(value, converted)}` };
}

function exchange(from: string, to: string, rate: Rate | undefined): number | undefined {
  if (from === to) return 1;
  if (!rate) return undefined;
  if (from === "USD" && to === "CNY") return rate.rate;
  return from === "CNY" && to === "USD" ? 1 / rate.rate : undefined;
}

/** Away with the dust of binary fractions. */
export function tidy(value: number): number {
  return Number(value.toPrecision(10));
}

function per(series: Series, units: number | null): string {
  if (series.unit.id === "token") return units === null ? "" : tokenCount(units);
  if (units === null) return series.unit.label;
  return t(`${count(units)}${series.unit.label}`, `${count(units)} ${series.unit.label}s`);
}

function tokenCount(tokens: number): string {
  return `${count(tokens)} tokens`;
}

function count(units: number): string {
  if (units === 1_000) return t("千", "1k");
  if (units === 10_000) return t("万", "10k");
  if (units === 1_000_000) return t("百万", "1M");
  return units.toLocaleString("en-US");
}

/** An amount with its currency, `0.5 元/百万 tokens`, `CNY 0.5 / 1M tokens`; NaN for the unit alone. */
export function write(value: number, currency: string, unit: string, converted: boolean): string {
  const number = Number.isNaN(value) ? "" : short(value, converted);
  const about = converted ? "≈ " : "";
  const names: Record<string, string> = lang === "zh" ? { CNY: "元", USD: "美元" } : { CNY: "CNY ", USD: "$" };
  const money = lang === "zh" ? `${number} ${names[currency] ?? currency}`.trim() : `${names[currency] ?? `${currency} `}${number}`.trim();
  return `${about}${money}${unit && (lang === "zh" ? "/" : " / ")}${unit}`;
}

function short(value: number, rounded: boolean): string {
  const text = rounded ? Number(value.toPrecision(3)) : value;
  return text.toLocaleString("en-US", { maximumFractionDigits: 12 });
}
