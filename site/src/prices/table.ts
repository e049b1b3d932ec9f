/** The table of the price page for any day. */

import { el } from "../core/dom";
import { count, lang, root, t } from "../core/site";
import { pageOf } from "../search/find";
import type { Named, Prices } from "./data";
import { type Amount, unitLabel, write } from "./money";
import { type Cell, type Column, COLUMNS, type Row } from "./rows";
import type { Asked } from "./state";

const MOST = 200;

export interface Choice {
  chosen: ReadonlySet<string>;
  toggle: (key: string, on: boolean) => void;
}

/** Rows as a table, of which more can be shown by a button. */
export function priceTable(prices: Prices, rows: Row[], asked: Asked, choice: Choice): HTMLElement {
  const columns: (Column | "other")[] = COLUMNS.includes(asked.component as Column) || !asked.component ? [...COLUMNS] : ["other"];
  const costs = rows.some((row) => row.cost);
  const conditions = rows.some((row) => row.condition);
  let order = rows;
  let most = MOST;
  const body = el("tbody");
  const more = el("button", { type: "button", onclick: () => fill((most += 5 * MOST)) });

  const heads: [text: string, value?: (row: Row) => number | undefined][] = [
    [t("比较", "Compare")], [t("公司", "Company")], [t("模型", "Model")], ...(conditions ? [[t("条件", "Condition")] as [string]] : []),
    ...columns.map((name): [string, (row: Row) => number | undefined] => [label(name, rows, asked), (row) => row.cells[name]?.candidates[0]?.amount?.value]),
    ...(costs ? [[t("用量成本", "Cost"), (row: Row) => row.cost?.low] as [string, (row: Row) => number | undefined]] : []),
    [t("谁这样说", "Who says so")],
  ];
  const cells = heads.map(([text, value]) => {
    const sort = value && el("button", { type: "button", class: "sort", onclick: () => sortBy(head, value) }, text);
    const head = el("th", { scope: "col", class: value && "num" }, sort ?? text);
    return head;
  });

  function sortBy(head: HTMLElement, value: (row: Row) => number | undefined): void {
    const up = head.getAttribute("aria-sort") !== "ascending";
    cells.forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const at = (row: Row) => value(row) ?? (up ? Infinity : -Infinity);
    order = [...rows].sort((a, b) => (at(a) === at(b) ? 0 : (at(a) - at(b)) * (up ? 1 : -1)));
    fill(most);
  }

  function fill(limit: number): void {
    body.replaceChildren(...order.slice(0, limit).map((row) => line(prices, row, columns, asked, { costs, conditions }, choice)));
    more.hidden = limit >= order.length;
    more.textContent = t(`再显示（共 ${count(order.length)} 行）`, `Show more of ${count(order.length)} rows`);
  }

  fill(most);
  const caption = el("caption", { class: "visually-hidden" }, t(`${asked.day} 的价格`, `Prices on ${asked.day}`));
  const grid = el("table", { class: "priced stack" }, caption, el("thead", {}, el("tr", {}, ...cells)), body);
  return el("div", {}, el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": t("价格表", "Prices") }, grid), more);
}

function label(column: Column | "other", rows: Row[], asked: Asked): string {
  const names: Record<string, string> = {
    input: t("输入", "Input"), output: t("输出", "Output"), "cached-input": t("缓存命中输入", "Cached input"),
  };
  if (column === "other") return rows[0]?.cells.other?.series.component.label ?? t("价格", "Price");
  return [names[column], unitLabel(asked.unit)].filter(Boolean).join(lang === "zh" ? "，" : ", ");
}

function line(
  prices: Prices, row: Row, columns: (Column | "other")[], asked: Asked, shown: { costs: boolean; conditions: boolean }, choice: Choice,
): HTMLTableRowElement {
  const { offering } = row;
  const name = offering.sold?.label ?? offering.sku;
  const compare = el("input", {
    type: "checkbox",
    checked: choice.chosen.has(row.key),
    "aria-label": t(`比较 ${name}`, `Compare ${name}`),
    onchange: (event: Event) => choice.toggle(row.key, (event.target as HTMLInputElement).checked),
  });
  const sku = offering.sold && offering.sold.label !== offering.sku ? offering.sku : "";
  const where = [sku, offering.market.label, offering.channel?.id !== "first-party" && offering.channel?.label].filter(Boolean).join(" · ");
  return el(
    "tr", {},
    el("td", { class: "pick" }, compare),
    el("td", { class: "seller" }, offering.provider ? link("organization", offering.provider) : link("service", offering.service)),
    el("th", { scope: "row" }, soldLink(offering.sold) ?? el("code", {}, offering.sku), el("span", { class: "loc" }, where)),
    shown.conditions && el("td", { class: "condition" }, row.condition),
    ...columns.map((column) => priceCell(prices, row.cells[column], asked.unit !== "listed" && column !== "other", label(column, [row], asked))),
    shown.costs && el("td", { class: "num", "data-label": row.cost && t("用量成本", "Cost") }, row.cost ? costText(row.cost) : ""),
    el("td", { class: "who" }, ...sourceLinks(row)),
  );
}

function soldLink(sold: Named | null): Node | undefined {
  const [kind, id] = sold?.id.split("/") ?? [];
  return kind && id ? link(kind, { ...sold!, id }) : undefined;
}

function link(kind: string, { id, label: text }: Named): HTMLElement {
  return el("a", { href: root + pageOf(kind, id, lang) }, text);
}

function priceCell(prices: Prices, cell: Cell | undefined, bare: boolean, head: string): HTMLTableCellElement {
  const shown = (amount: Amount | undefined) => (bare ? amount?.number : amount?.text) ?? t("无汇率", "no rate");
  const parts = (cell?.candidates ?? []).map(({ period, status, amount }, at) => {
    const note =
      status === "between" ? (at ? "" : t("或", "or"))
      : status === "last-known" && period.confirmed !== null ? t(`最后见于 ${prices.toIso(period.confirmed)}`, `last seen ${prices.toIso(period.confirmed)}`)
      : status === "contested" ? t("来源不一", "contested")
      : "";
    return el("span", { class: `price-${status}` }, shown(amount), note && el("small", {}, note));
  });
  return el("td", { class: "num", "data-label": parts.length > 0 && head }, ...parts);
}

function costText(cost: NonNullable<Row["cost"]>): string {
  const text = (value: number) => write(value, cost.currency, "", false);
  return cost.low === cost.high ? text(cost.low) : `${text(cost.low)} – ${text(cost.high)}`;
}

/** The sources of the first price of a row, linked, and how many more there are. */
function sourceLinks(row: Row): Node[] {
  const sources = new Map<string, Named>();
  for (const cell of Object.values(row.cells)) {
    for (const { period } of cell.candidates) period.sources.forEach((source) => sources.set(source.id, source));
  }
  const [first, ...rest] = sources.values();
  if (!first) return [];
  const more = rest.length && el("small", {}, ` +${rest.length}`);
  return more ? [link("source", first), more] : [link("source", first)];
}
