/** The gallery of named questions, in the reader's language, with a field that narrows it. */

import { el } from "../core/dom";
import { lang, t } from "../core/site";
import type { Question } from "./settings";
import { skeleton } from "./sparql";

export class Gallery {
  readonly element: HTMLElement;
  private readonly items: { question: Question; link: HTMLAnchorElement; item: HTMLLIElement; words: string }[];

  constructor(questions: Question[], open: (question: Question) => void) {
    this.items = questions.map((question) => {
      const link = el("a", { href: `#query=${question.name}`, onclick: (event: MouseEvent) => {
        event.preventDefault();
        open(question);
      } }, question[lang]);
      const words = [question.name, question.zh, question.en, ...question.keywords].join(" ").toLowerCase();
      return { question, link, item: el("li", {}, link), words };
    });
    const filter = el("input", {
      type: "search",
      placeholder: t("筛选问题", "Narrow the questions"),
      "aria-label": t("筛选问题", "Narrow the questions"),
      oninput: () => this.narrow(filter.value),
    });
    this.element = el(
      "nav",
      { class: "console-gallery", "aria-label": t("现成的问题", "Questions") },
      el("h2", {}, t("现成的问题", "Questions")),
      filter,
      ...this.themes(),
    );
  }

  /** The questions under the headings of their themes, in the order in which they come. */
  private themes(): HTMLElement[] {
    const themes = new Map<string, HTMLElement[]>();
    for (const { question, item } of this.items) {
      const title = t(...question.theme);
      themes.set(title, [...(themes.get(title) ?? []), item]);
    }
    return Array.from(themes, ([title, items]) => el("section", {}, el("h3", {}, title), el("ul", {}, ...items)));
  }

  private narrow(text: string): void {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { item, words: own } of this.items) item.hidden = !words.every((word) => own.includes(word));
    for (const theme of this.element.querySelectorAll("section")) theme.hidden = !theme.querySelector("li:not([hidden])");
  }

  /** Mark the question whose text, apart from parameters, stands in the editor, and return it. */
  mark(text: string): Question | undefined {
    const now = skeleton(text);
    let found: Question | undefined;
    for (const { question, link } of this.items) {
      link.removeAttribute("aria-current");
      if (skeleton(question.text) !== now) continue;
      link.setAttribute("aria-current", "true");
      found = question;
    }
    return found;
  }
}
