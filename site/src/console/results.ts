/** Results as a table and as files. */

import { el } from "../core/dom";
import { count, lang, root, t } from "../core/site";
import type { Result, Term } from "./messages";
import type { Names } from "./settings";

const FIRST = 200;
const MORE = 1_000;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["decimal", "integer", "double", "float", "int", "long"].map((name) => XSD + name));

/** A result as columns and rows, whatever form it has. */
export function asRows(result: Result): { columns: string[]; rows: (Term | undefined)[][] } {
  if (result.form === "rows") return result;
  return { columns: ["subject", "predicate", "object"], rows: result.triples };
}

export function isNumber(term: Term | undefined): boolean {
  return term?.type === "literal" && NUMBERS.has(term.datatype ?? "");
}

export function isDay(term: Term | undefined): boolean {
  return term?.type === "literal" && /^\d{4}(-\d\d(-\d\d)?)?$/.test(term.value) && (term.datatype ?? "").startsWith(XSD);
}

/** A term as text: short for IRIs with a published prefix, the bare value for literals. */
export function plain(term: Term | undefined, names: Names): string {
  if (!term) return "";
  return term.type === "uri" ? names.short(term.value) : term.value;
}

/** A table of the rows, of which more can be shown by a button; headings sort. */
export function table(result: Result, names: Names): HTMLElement {
  const { columns, rows } = asRows(result);
  let shown = FIRST;
  let order = rows;
  const body = el("tbody");
  const more = el("button", { type: "button", onclick: () => fill((shown += MORE)) });
  const heads = columns.map((name, at) => {
    const sort = el("button", { type: "button", class: "sort", onclick: () => sortBy(at) }, name);
    return el("th", { scope: "col", class: rows.length && rows.every((row) => !row[at] || isNumber(row[at])) && "num" }, sort);
  });

  function fill(most: number): void {
    body.replaceChildren(...order.slice(0, most).map((row) => line(row, names)));
    more.hidden = most >= order.length;
    more.textContent = t(`再显示 ${MORE} 行（共 ${count(order.length)} 行）`, `${MORE} more of ${count(order.length)} rows`);
  }

  function sortBy(at: number): void {
    const up = heads[at]!.getAttribute("aria-sort") !== "ascending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[at]!.setAttribute("aria-sort", up ? "ascending" : "descending");
    order = [...rows].sort((a, b) => compare(a[at], b[at], up));
    fill(shown);
  }

  fill(shown);
  const caption = el("caption", { class: "visually-hidden" }, t("查询结果", "Query result"));
  const grid = el("table", {}, caption, el("thead", {}, el("tr", {}, ...heads)), body);
  return el("div", {}, el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": t("查询结果", "Query result") }, grid), more);
}

function compare(a: Term | undefined, b: Term | undefined, up: boolean): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  const order = isNumber(a) && isNumber(b) ? Number(a.value) - Number(b.value) : a.value.localeCompare(b.value, lang);
  return up ? order : -order;
}

function line(row: (Term | undefined)[], names: Names): HTMLTableRowElement {
  return el("tr", {}, ...row.map((term) => el("td", { class: isNumber(term) && "num" }, term && cell(term, names))));
}

function cell(term: Term, names: Names): Node | string {
  if (term.type === "uri") {
    const page = names.page(term.value, lang);
    const short = names.short(term.value);
    if (page) return el("a", { href: root + page, title: term.value }, short);
    return short === term.value && /^https?:/.test(short)
      ? el("a", { href: short, rel: "noopener nofollow" }, short)
      : el("span", { title: term.value }, short);
  }
  const language = term["xml:lang"];
  return language ? el("span", { lang: language }, term.value) : term.value;
}

/** The result as CSV, safe for spreadsheets: text that begins as a formula gets a leading quote. */
export function toCsv(result: Result, names: Names): string {
  const { columns, rows } = asRows(result);
  const lines = rows.map((row) => row.map((term) => csvCell(plain(term, names), isNumber(term))));
  return [columns, ...lines].map((line) => `${line.join(",")}\n`).join("");
}

function csvCell(text: string, number: boolean): string {
  const safe = !number && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The result in SPARQL 1.1 Query Results JSON. */
export function toJson(result: Result): string {
  const { columns, rows } = asRows(result);
  const bindings = rows.map((row) =>
    Object.fromEntries(row.flatMap((term, at) => (term ? [[columns[at]!, term] as const] : []))),
  );
  return `${JSON.stringify({ head: { vars: columns }, results: { bindings } }, null, 1)}\n`;
}
