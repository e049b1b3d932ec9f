/** The result: as table, chart, network or raw, with rows and milliseconds, and as files. */

import { download, el } from "../core/dom";
import { count, t } from "../core/site";
import type { Answer } from "./engine";
import { hasNetwork, network } from "./network";
import { hasPlot, plot } from "./plot";
import { asRows, table, toCsv, toJson } from "./results";
import type { Names } from "./settings";

const VIEWS: [name: string, zh: string, en: string][] = [
  ["table", "表格", "Table"],
  ["chart", "图", "Chart"],
  ["network", "网络", "Network"],
  ["raw", "原文", "Raw"],
];
const RAW_MOST = 200_000;

export class Output {
  readonly element: HTMLElement;
  view = "table";
  private answer: Answer | undefined;
  private readonly count = el("p", { class: "console-count", role: "status" });
  private readonly body = el("div", {});
  private readonly head: HTMLElement;
  private readonly buttons: Map<string, HTMLButtonElement>;

  constructor(private readonly names: Names, private readonly chosen: () => void) {
    this.buttons = new Map(VIEWS.map(([name, zh, en]) => [
      name, el("button", { type: "button", "aria-pressed": "false", onclick: () => this.choose(name) }, t(zh, en)),
    ]));
    this.head = el(
      "div",
      { class: "console-head", hidden: true },
      el("div", { class: "group", role: "group", "aria-label": t("显示为", "Show as") }, ...this.buttons.values()),
      this.count,
      el("button", { type: "button", onclick: () => this.save("csv") }, "CSV"),
      el("button", { type: "button", onclick: () => this.save("json") }, "JSON"),
    );
    this.element = el("section", { class: "console-results", "aria-label": t("结果", "Result") }, this.head, this.body);
  }

  show(answer: Answer, _query: string): void {
    this.answer = answer;
    const { rows } = asRows(answer);
    const what = answer.form === "rows" ? t("行", "rows") : t("条陈述", "triples");
    this.count.textContent = `${count(rows.length)} ${what} · ${answer.ms < 10 ? answer.ms.toFixed(1) : Math.round(answer.ms)} ${t("毫秒", "ms")}`;
    this.buttons.get("chart")!.disabled = !hasPlot(answer);
    this.buttons.get("network")!.disabled = !hasNetwork(answer);
    this.head.hidden = false;
    this.draw();
  }

  clear(): void {
    this.answer = undefined;
    this.head.hidden = true;
    this.body.replaceChildren();
  }

  private choose(view: string): void {
    this.view = view;
    this.draw();
    this.chosen();
  }

  private draw(): void {
    if (!this.answer) return;
    const view = this.buttons.get(this.view)?.disabled === false ? this.view : "table";
    for (const [name, button] of this.buttons) button.setAttribute("aria-pressed", String(name === view));
    this.body.replaceChildren(this.make(view, this.answer));
    this.element.dataset["view"] = view;
  }

  private make(view: string, answer: Answer): HTMLElement {
    if (view === "chart") return plot(answer, this.names);
    if (view === "network") return network(answer, this.names);
    return view === "raw" ? raw(answer) : table(answer, this.names);
  }

  private save(form: "csv" | "json"): void {
    if (!this.answer) return;
    const text = form === "csv" ? toCsv(this.answer, this.names) : toJson(this.answer);
    const type = form === "csv" ? "text/csv;charset=utf-8" : "application/sparql-results+json";
    download(`baimo-result.${form}`, new Blob([text], { type }));
  }
}

function raw(answer: Answer): HTMLElement {
  const text = answer.form === "rows" ? toJson(answer) : answer.text;
  const cut = text.length > RAW_MOST;
  const more = cut ? `\n… ${t("其余在下载的文件里", "the rest is in the file to download")}` : "";
  return el("pre", { class: "console-raw", tabindex: 0, role: "region", "aria-label": t("原文", "Raw result") }, text.slice(0, RAW_MOST) + more);
}
