/** The price page for any day. The served table stands until the reader asks for something else. */

import { debounce, el } from "./core/dom";
import { count, lang, root, t } from "./core/site";
import { addStyle } from "./core/style";
import { Comparison, MOST_COMPARED } from "./prices/compare";
import { loadPrices, type Prices } from "./prices/data";
import { rateOn } from "./prices/money";
import rules from "./prices/prices.css";
import { nextChange, rowsFor } from "./prices/rows";
import { type Asked, readForm, readHash, writeHash } from "./prices/state";
import { priceTable } from "./prices/table";
import { pageOf } from "./search/find";

class PricePage {
  private readonly served: Asked;
  private readonly result = el("div", { id: "prices-result" });
  private readonly note = el("p", { class: "prices-note", role: "status" });
  private chosen: string[];
  private prices: Prices | undefined;
  private comparison: Comparison | undefined;

  constructor(private readonly host: HTMLElement, private readonly form: HTMLFormElement) {
    this.served = readForm(form, []);
    this.chosen = readHash(form);
    const later = debounce(120, () => void this.show());
    form.addEventListener("input", later);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.show();
    });
    for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-step]")) {
      button.addEventListener("click", () => void this.step(Number(button.dataset["step"])));
    }
    for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-day]")) {
      button.addEventListener("click", () => this.go(button.dataset["day"]!));
    }
    if (location.hash.length > 1) void this.show();
    else (window.requestIdleCallback ?? setTimeout)(() => void loadPrices().catch(() => undefined));
  }

  private get day(): HTMLInputElement {
    return this.form.elements.namedItem("day") as HTMLInputElement;
  }

  private go(day: string): void {
    this.day.value = day;
    void this.show();
  }

  /** Go to the next or the previous day on which a shown price changes. */
  private async step(direction: number): Promise<void> {
    const prices = await loadPrices();
    const day = nextChange(prices, readForm(this.form, this.chosen), direction);
    if (day !== undefined) this.go(prices.toIso(day));
  }

  private async show(): Promise<void> {
    try {
      this.prices ??= await loadPrices();
    } catch (error) {
      this.host.prepend(el("p", { class: "note", role: "alert" }, String(error)));
      return;
    }
    const asked = readForm(this.form, this.chosen);
    if (!/^\d{4}-\d\d-\d\d$/.test(asked.day)) return;
    const rate = rateOn(this.prices, this.prices.toDay(asked.day));
    const rows = rowsFor(this.prices, asked, rate);
    this.takePlace(this.prices);
    const choice = { chosen: new Set(this.chosen), toggle: (key: string, on: boolean) => this.choose(key, on) };
    this.note.replaceChildren(
      t(`${asked.day}：${count(rows.length)} 行。`, `${asked.day}: ${count(rows.length)} ${rows.length === 1 ? "row" : "rows"}. `),
      rows.some((row) => row.cost) ? t("按用量成本从低到高，先人民币后美元。", "Cheapest for the workload first, yuan before dollars. ") : "",
      ...(asked.unit === "listed" || !rate ? [] : [
        t(`≈ 为换算：1 美元 = ${rate.rate} 元（${this.prices.toIso(rate.day)}，`, `≈ is converted: $1 = CNY ${rate.rate} (${this.prices.toIso(rate.day)}, `),
        el("a", { href: root + pageOf("source", rate.source.id, lang) }, rate.source.label),
        t("）。", ")."),
      ]),
    );
    this.result.replaceChildren(priceTable(this.prices, rows, asked, choice));
    this.comparison?.show(this.chosen, asked.unit);
    writeHash(asked, this.served);
  }

  /** Put the own table in the place of the served one, once. */
  private takePlace(prices: Prices): void {
    if (this.comparison) return;
    addStyle(rules);
    this.comparison = new Comparison(prices, () => {
      this.chosen = [];
      void this.show();
    });
    this.host.replaceChildren(this.comparison.element, this.note, this.result);
  }

  private choose(key: string, on: boolean): void {
    this.chosen = on ? [...this.chosen, key].slice(-MOST_COMPARED) : this.chosen.filter((one) => one !== key);
    const asked = readForm(this.form, this.chosen);
    this.comparison?.show(this.chosen, asked.unit);
    writeHash(asked, this.served);
  }
}

const host = document.querySelector<HTMLElement>("#prices");
const form = document.querySelector<HTMLFormElement>("#price-form");
if (host && form) new PricePage(host, form);
