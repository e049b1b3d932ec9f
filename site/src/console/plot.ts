/** A result as a chart. What stands on which axis is guessed from the columns and can be chosen. */

import { debounce, el } from "../core/dom";
import { lang, loadScript, t } from "../core/site";
import type { Result, Term } from "./messages";
import { asRows, isDay, isNumber, plain } from "./results";
import type { Names } from "./settings";

/** A chart as the chart script draws it: by day as steps, by name as bars. */
export interface Plot {
  byDay: boolean;
  logarithmic: boolean;
  unit: string;
  series: { name: string; points: [x: string, y: number][] }[];
}

declare global {
  var baimoPlot: ((host: HTMLElement, plot: Plot) => void) | undefined;
}

function columnsWhere(result: Result, test: (term: Term | undefined) => boolean): number[] {
  const { columns, rows } = asRows(result);
  return columns.map((_, at) => at).filter((at) => rows.some((row) => test(row[at])));
}

export function hasPlot(result: Result): boolean {
  return columnsWhere(result, isNumber).length > 0 && asRows(result).columns.length > 1;
}

/** A chart with fields for its axes. */
export function plot(result: Result, names: Names): HTMLElement {
  const { columns } = asRows(result);
  const numbers = columnsWhere(result, isNumber);
  const days = columnsWhere(result, isDay).filter((at) => !numbers.includes(at));
  const texts = columns.map((_, at) => at).filter((at) => !numbers.includes(at) && !days.includes(at));
  const own = texts.filter((at) => !/_(zh|en)$/.test(columns[at]!) || columns[at]!.endsWith(`_${lang}`));
  const firstText = own[0] ?? texts[0];

  const choose = (label: string, options: number[], chosen: number | undefined, none: boolean) => {
    const select = el(
      "select",
      { onchange: () => draw() },
      none && el("option", { value: -1 }, t("（无）", "(none)")),
      ...options.map((at) => el("option", { value: at, selected: at === chosen }, columns[at]!)),
    );
    return { select, label: el("label", { class: "inline" }, label, select) };
  };
  const x = choose(t("横轴", "Across"), [...days, ...own, ...texts.filter((at) => !own.includes(at)), ...numbers], days[0] ?? firstText, false);
  const y = choose(t("纵轴", "Up"), numbers, numbers.find((at) => /amount|price|million|value|percent/i.test(columns[at]!)) ?? numbers[0], false);
  const by = choose(t("分组", "Group"), texts, days.length ? firstText : -1, true);
  const log = el("input", { type: "checkbox", onchange: () => draw() });
  const host = el("div", { class: "console-chart", role: "img" });

  const draw = debounce(0, () => {
    const at = { x: Number(x.select.value), y: Number(y.select.value), by: Number(by.select.value) };
    const made = make(result, names, at, days.includes(at.x), log.checked);
    host.setAttribute("aria-label", t(`图：${columns[at.y]} 按 ${columns[at.x]}`, `Chart of ${columns[at.y]} by ${columns[at.x]}`));
    void loadScript("assets/charts.js").then(() => globalThis.baimoPlot?.(host, made));
  });
  draw();
  const fields = el("p", { class: "console-axes" }, x.label, y.label, by.label, el("label", { class: "inline" }, log, t("对数轴", "Logarithmic")));
  return el("div", {}, fields, host);
}

function make(
  result: Result, names: Names, at: { x: number; y: number; by: number }, byDay: boolean, logarithmic: boolean,
): Plot {
  const { columns, rows } = asRows(result);
  const groups = new Map<string, [string, number][]>();
  for (const row of rows) {
    const [x, y] = [row[at.x], row[at.y]];
    if (!x || !isNumber(y)) continue;
    const group = at.by < 0 ? columns[at.y]! : plain(row[at.by], names);
    groups.set(group, [...(groups.get(group) ?? []), [plain(x, names), Number(y!.value)]]);
  }
  const series = Array.from(groups, ([name, points]) => ({ name, points }));
  if (byDay) series.forEach(({ points }) => points.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)));
  return { byDay, logarithmic, unit: columns[at.y]!, series };
}
