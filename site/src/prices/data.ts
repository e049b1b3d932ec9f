/** The price periods as `kg/site/price_index.py` writes them, and what holds on a day. */

import { lang, loadScript } from "../core/site";

type Labelled = [id: string, zh: string, en: string];
type Lists = Record<
  "sold" | "organization" | "service" | "market" | "channel" | "component" | "price-unit" | "condition" | "source" | "end" | "status",
  Labelled[]
>;

interface Stored {
  asOf: string;
  epoch: string;
  lists: Lists;
  offerings: {
    sku: string[];
    sold: (number | null)[];
    provider: (number | null)[];
    service: (number | null)[];
    market: (number | null)[];
    channel: (number | null)[];
    currency: string[];
    context: (number | null)[];
  };
  periods: {
    offering: number[];
    component: number[];
    condition: number[];
    unit: number[];
    amount: string[];
    per: (number | null)[];
    fromNotBefore: (number | null)[];
    from: number[];
    toNotBefore: (number | null)[];
    to: (number | null)[];
    confirmed: (number | null)[];
    end: number[];
    status: number[];
    lineages: number[];
    sources: number[][];
  };
  rates: [day: number, rate: string, source: number][];
}

/** A thing with its id and its label in the page's language. */
export interface Named {
  id: string;
  label: string;
  /** The label in the other language. */
  other: string;
}

export interface Offering {
  /** Unique among offerings: service, market, currency and SKU. */
  key: string;
  sku: string;
  sold: Named | null;
  provider: Named | null;
  service: Named;
  market: Named;
  channel: Named | null;
  currency: string;
  context: number | null;
}

/** Days are numbers from the epoch. */
export interface Period {
  amount: number;
  per: number | null;
  fromNotBefore: number | null;
  from: number;
  toNotBefore: number | null;
  to: number | null;
  confirmed: number | null;
  end: string;
  status: string;
  lineages: number;
  sources: Named[];
}

export type Status = "exact" | "contested" | "between" | "last-known";

/** The periods of one offering, component, condition and unit, in order of time; several of one day are candidates. */
export interface Series {
  offering: Offering;
  component: Named;
  condition: Named;
  unit: Named;
  periods: Period[];
}

export interface Prices {
  asOf: number;
  series: Series[];
  rates: { day: number; rate: number; source: Named }[];
  toDay(iso: string): number;
  toIso(day: number): string;
}

declare global {
  var baimoPrices: ((stored: Stored) => void) | undefined;
}

let loading: Promise<Prices> | undefined;

/** Load the prices once. */
export function loadPrices(): Promise<Prices> {
  loading ??= read().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function read(): Promise<Prices> {
  let stored: Stored | undefined;
  globalThis.baimoPrices = (given) => {
    stored = given;
  };
  await loadScript("data/prices.js");
  if (!stored) throw new Error("data/prices.js is empty");
  return decode(stored);
}

const DAY = 86_400_000;

function decode(stored: Stored): Prices {
  const { lists, offerings, periods } = stored;
  const epoch = Date.parse(stored.epoch);
  const named = Object.fromEntries(
    Object.entries(lists).map(([kind, rows]) => [kind, rows.map(([id, zh, en]) => (lang === "zh" ? { id, label: zh, other: en } : { id, label: en, other: zh }))]),
  ) as Record<keyof Lists, Named[]>;
  const some = (kind: keyof Lists, at: number | null) => (at === null ? null : named[kind][at]!);
  const sold = offerings.sku.map((sku, at): Offering => {
    const [service, market] = [some("service", offerings.service[at]!)!, some("market", offerings.market[at]!)!];
    const currency = offerings.currency[at]!;
    return {
      key: [service.id, market.id, currency, sku].join(" "),
      sku,
      sold: some("sold", offerings.sold[at]!),
      provider: some("organization", offerings.provider[at]!),
      service,
      market,
      channel: some("channel", offerings.channel[at]!),
      currency,
      context: offerings.context[at]!,
    };
  });
  const series = new Map<string, Series>();
  periods.offering.forEach((offering, at) => {
    const [component, condition, unit] = [periods.component[at]!, periods.condition[at]!, periods.unit[at]!];
    const key = `${offering} ${component} ${condition} ${unit}`;
    if (!series.has(key)) {
      series.set(key, {
        offering: sold[offering]!,
        component: named.component[component]!,
        condition: named.condition[condition]!,
        unit: named["price-unit"][unit]!,
        periods: [],
      });
    }
    series.get(key)!.periods.push({
      amount: Number(periods.amount[at]),
      per: periods.per[at]!,
      fromNotBefore: periods.fromNotBefore[at]!,
      from: periods.from[at]!,
      toNotBefore: periods.toNotBefore[at]!,
      to: periods.to[at]!,
      confirmed: periods.confirmed[at]!,
      end: named.end[periods.end[at]!]!.id,
      status: named.status[periods.status[at]!]!.id,
      lineages: periods.lineages[at]!,
      sources: periods.sources[at]!.map((source) => named.source[source]!),
    });
  });
  const toDay = (iso: string) => Math.round((Date.parse(iso) - epoch) / DAY);
  return {
    asOf: toDay(stored.asOf),
    series: [...series.values()],
    rates: stored.rates.map(([day, rate, source]) => ({ day, rate: Number(rate), source: named.source[source]! })),
    toDay,
    toIso: (day) => new Date(epoch + day * DAY).toISOString().slice(0, 10),
  };
}

const CONFIRMED_FOR = 90;

export interface Candidate {
  period: Period;
  status: Status;
}

/** The periods of a series that can hold on a day, as `kg.answers.price.on_day` has them: first seen, first told. */
export function onDay(periods: Period[], day: number): Candidate[] {
  const groups = byFrom(periods);
  const before = groups.filter((group) => group[0]!.from <= day);
  const next = groups.find((group) => group[0]!.from > day);
  const possible = next && next[0]!.fromNotBefore !== null && next[0]!.fromNotBefore <= day ? next : [];
  const last = before.at(-1);
  if (!last) return as(possible, "between");
  const { toNotBefore, end, to } = last[0]!;
  const sure = toNotBefore === null || day <= toNotBefore || (end === "open" && day - toNotBefore <= CONFIRMED_FOR);
  if (sure) return last.map((period) => ({ period, status: period.status as Status }));
  if (!next) return to === null ? as(last, "last-known") : [];
  const kept = to !== null && day > to ? [] : last;
  return as([...kept, ...possible], "between");
}

function as(periods: Period[], status: Status): Candidate[] {
  return periods.map((period) => ({ period, status }));
}

function byFrom(periods: Period[]): Period[][] {
  const groups: Period[][] = [];
  for (const period of periods) {
    if (groups.at(-1)?.[0]!.from === period.from) groups.at(-1)!.push(period);
    else groups.push([period]);
  }
  return groups;
}
