/** The chart that compares chosen offerings. */

import type { PriceSeries, Span } from "../charts/steps";
import { el } from "../core/dom";
import { loadScript, t } from "../core/site";
import type { Period, Prices, Series } from "./data";
import { amountOf, rateOn, type Unit, write } from "./money";
import { rowKey } from "./rows";

export const MOST_COMPARED = 6;

export class Comparison {
  readonly element: HTMLElement;
  private readonly component = el("select", { onchange: () => this.draw() });
  private readonly host = el("div", { class: "price-chart", role: "img" });
  private chosen: string[] = [];
  private unit: Unit = "listed";
  private present: Series[] = [];

  constructor(private readonly prices: Prices, clear: () => void) {
    const clearing = el("button", { type: "button", onclick: clear }, t("清除", "Clear"));
    this.element = el(
      "section",
      { class: "compare", hidden: true, "aria-label": t("比较", "Comparison") },
      el("p", { class: "controls" }, el("label", { class: "inline" }, t("计价项", "Component"), this.component), clearing),
      this.host,
    );
  }

  show(chosen: string[], unit: Unit): void {
    this.chosen = chosen;
    this.unit = unit;
    this.element.hidden = !chosen.length;
    if (!chosen.length) return;
    const wanted = new Set(chosen);
    this.present = this.prices.series.filter((series) => wanted.has(rowKey(series)));
    const before = this.component.value || "input";
    const components = new Map(this.present.map((series) => [series.component.id, series.component.label]));
    this.component.replaceChildren(...Array.from(components, ([id, label]) => el("option", { value: id, selected: id === before }, label)));
    this.draw();
  }

  private draw(): void {
    const drawn = this.present.filter((series) => series.component.id === this.component.value);
    drawn.sort((a, b) => this.chosen.indexOf(rowKey(a)) - this.chosen.indexOf(rowKey(b)));
    const series = drawn.map((one): PriceSeries => ({ name: seriesName(one), spans: one.periods.flatMap((period) => this.span(one, period)) }));
    this.host.setAttribute("aria-label", t(
      `价格随时间的变化：${series.map((one) => one.name).join("、")}`,
      `Prices over time: ${series.map((one) => one.name).join(", ")}`,
    ));
    const unit = this.unit === "listed" || this.unit === "cny-m" ? t("元/百万 tokens", "CNY / 1M tokens")
      : this.unit === "cny-k" ? t("元/千 tokens", "CNY / 1k tokens") : t("美元/百万 tokens", "$ / 1M tokens");
    void loadScript("assets/charts.js").then(() => globalThis.baimoSteps?.(this.host, { unit, series }));
  }

  /** An amount with its days, converted by the rate of its first day where currencies differ. */
  private span(series: Series, period: Period): Span[] {
    const { prices } = this;
    const amount = amountOf(series, period, this.unit === "listed" ? "cny-m" : this.unit, rateOn(prices, period.from));
    if (!amount) return [];
    const sure = period.end === "open" ? prices.asOf : (period.toNotBefore ?? period.confirmed ?? period.from);
    const listed = amountOf(series, period, "listed", undefined)!;
    return [{
      from: prices.toIso(period.from),
      sureTo: prices.toIso(Math.max(sure, period.from)),
      amount: amount.value,
      shown: amount.converted ? `${listed.text} (${amount.text})` : amount.text || write(amount.value, series.offering.currency, "", false),
      contested: period.status === "contested",
    }];
  }
}

function seriesName({ offering, condition }: Series): string {
  const where = offering.channel?.id === "first-party" ? offering.market.id === "cn" ? "" : offering.market.label : offering.service.label;
  return [offering.sold?.label ?? offering.sku, where, condition.label].filter(Boolean).join(" · ");
}
