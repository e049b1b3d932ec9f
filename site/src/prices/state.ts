/** What the reader asked for: the fields of the form, and the same in the address. */

import type { Unit } from "./money";

export interface Asked {
  day: string;
  unit: Unit;
  text: string;
  component: string;
  context: number;
  channel: string;
  market: string;
  conditions: boolean;
  /** Millions of tokens in and out, and the share of the input that comes from the cache in per cent. */
  input: number;
  output: number;
  cached: number;
  compare: string[];
}

const TEXTS = ["day", "unit", "text", "component", "channel", "market"] as const;
const NUMBERS = ["context", "input", "output", "cached"] as const;

/** Read the form. */
export function readForm(form: HTMLFormElement, compare: string[]): Asked {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "").trim();
  const number = (name: string) => Math.max(0, Number(text(name)) || 0);
  return {
    day: text("day"),
    unit: (text("unit") || "listed") as Unit,
    text: text("text"),
    component: text("component"),
    channel: text("channel"),
    market: text("market"),
    conditions: data.get("conditions") !== null,
    context: number("context"),
    input: number("input"),
    output: number("output"),
    cached: Math.min(100, number("cached")),
    compare,
  };
}

/** Write what differs from the form as it was served into the address. */
export function writeHash(asked: Asked, served: Asked): void {
  const hash = new URLSearchParams();
  for (const name of [...TEXTS, ...NUMBERS]) if (asked[name] !== served[name]) hash.set(name, String(asked[name]));
  if (asked.conditions) hash.set("conditions", "1");
  for (const key of asked.compare) hash.append("compare", key);
  const text = hash.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

/** Fill the form from the address; return the offerings to compare. */
export function readHash(form: HTMLFormElement): string[] {
  const hash = new URLSearchParams(location.hash.slice(1));
  for (const name of [...TEXTS, ...NUMBERS]) {
    const field = form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement | null;
    const value = hash.get(name);
    if (field && value !== null) field.value = value;
  }
  const conditions = form.elements.namedItem("conditions") as HTMLInputElement | null;
  if (conditions) conditions.checked = hash.get("conditions") === "1";
  return hash.getAll("compare");
}
