/** The parts of the console on the page and what happens between them. */

import { el } from "../core/dom";
import { count, lang, t } from "../core/site";
import { type Editor, makeEditor } from "./editor";
import { type Answer, Engine, Refused, type State, Stopped } from "./engine";
import { Gallery } from "./gallery";
import { fromHash, toHash } from "./link";
import { Output } from "./output";
import { ParamFields } from "./params";
import { Names, type Question, type Settings } from "./settings";
import { errorPlace, languageTraps, lineColumn, withPrefixes } from "./sparql";

const EXAMPLE = `SELECT ?model ?label WHERE {
  ?model a bm:Model ; rdfs:label ?label .
  FILTER LANGMATCHES(LANG(?label), "zh-Hans")
}
ORDER BY ?label
LIMIT 50
`;

export class Console {
  private readonly engine: Engine;
  private readonly editor: Editor;
  private readonly gallery: Gallery;
  private readonly params: ParamFields;
  private readonly output: Output;
  private readonly state = el("p", { class: "console-state", role: "status" });
  private readonly question = el("p", { class: "console-question" });
  private readonly message = el("div", {});
  private readonly notice = el("div", {});
  private readonly runButton: HTMLButtonElement;
  private readonly stopButton: HTMLButtonElement;
  private running = 0;

  constructor(private readonly host: HTMLElement, private readonly settings: Settings) {
    this.engine = new Engine((state) => this.show(state));
    this.output = new Output(new Names(settings), () => this.writeLink());
    this.runButton = el("button", { type: "button", class: "run", onclick: () => void this.run() }, t("运行", "Run"), " (Ctrl+Enter)");
    this.stopButton = el("button", { type: "button", class: "stop", hidden: true, onclick: () => this.stop() }, t("停止", "Stop"));
    const link = el("button", { type: "button", onclick: () => void this.copyLink(link) }, t("复制链接", "Copy link"));
    const copy = el("button", { type: "button", onclick: () => void this.copyQuery(copy) }, t("复制完整查询", "Copy with prefixes"));
    const editorHost = el("div", { class: "console-editor" });
    const paramHost = el("div", { class: "console-params" });

    const shared = fromHash(location.hash, settings);
    const text = shared?.text ?? settings.queries[0]?.text ?? EXAMPLE;
    this.gallery = new Gallery(settings.queries, (question) => this.open(question));
    this.params = new ParamFields(paramHost, (from, to, term) => this.editor.replace(from, to, term));
    const main = el(
      "div", { class: "console-main" },
      this.state, this.notice, this.question, paramHost, editorHost,
      el("div", { class: "console-bar" }, this.runButton, this.stopButton, link, copy), this.message,
    );
    document.querySelector("main > section.gallery")?.setAttribute("hidden", ""); // the console has the same questions
    host.replaceChildren(el("div", { class: "console-top" }, this.gallery.element, main), this.output.element);
    this.editor = makeEditor(editorHost, text, settings, {
      run: () => void this.run(),
      changed: (next) => this.changed(next),
    });
    this.changed(text);
    addEventListener("hashchange", () => this.follow());
    if (shared) this.follow();
    else if (globalThis.baimoEngine) this.engine.start();
    this.show(this.engine.state);
  }

  /** Open what the address names and run it. */
  private follow(): void {
    const shared = fromHash(location.hash, this.settings);
    if (!shared) return;
    const { version } = this.settings;
    const older = shared.version && shared.version !== version;
    this.notice.replaceChildren(...(older ? [el("p", { class: "console-notice" }, t(
      `这个链接用的是数据版本 ${shared.version}；这里是 ${version}，结果可能不同。`,
      `This link was made with data version ${shared.version}; here it is ${version}, so the result may differ.`,
    ))] : []));
    if (this.editor.text() !== shared.text) this.editor.write(shared.text);
    if (shared.view) this.output.view = shared.view;
    void this.run();
  }

  private open(question: Question): void {
    this.editor.write(question.text);
    this.notice.replaceChildren();
    void this.run();
  }

  private changed(text: string): void {
    this.params.show(text);
    const question = this.gallery.mark(text);
    this.question.textContent = question ? question[lang] : "";
    this.question.hidden = !question;
  }

  private async run(): Promise<void> {
    const text = this.editor.text();
    const { sparql, added } = withPrefixes(text, this.settings.prefixes);
    const id = (this.running += 1);
    this.busy(true);
    this.message.replaceChildren();
    this.editor.mark(null);
    try {
      const answer = await this.engine.query(sparql);
      if (id === this.running) this.answer(answer, text);
    } catch (error) {
      if (id !== this.running) return;
      if (error instanceof Stopped) this.say(t("查询已停止；引擎正在重新载入。", "The query was stopped; the engine is loading again."));
      else if (error instanceof Refused) this.refuse(text, error.message, added);
      else this.say(String(error));
    } finally {
      if (id === this.running) this.busy(false);
    }
  }

  private answer(answer: Answer, text: string): void {
    this.output.show(answer, text);
    this.writeLink();
    if (answer.form === "rows" && !answer.rows.length && languageTraps(text).length) {
      this.say(t(
        "没有结果，可能是因为语言标签：引擎把它们存成小写，LANG(?x) = \"zh-Hans\" 永远不成立。请用 LANGMATCHES(LANG(?x), \"zh-Hans\")。",
        "No rows, maybe because of the language tag: the engine keeps tags in lower case, so LANG(?x) = \"zh-Hans\" is never true. Write LANGMATCHES(LANG(?x), \"zh-Hans\").",
      ));
    }
  }

  /** Tell what is wrong with a query, with line and column, and mark the place. */
  private refuse(text: string, raw: string, added: number): void {
    const place = errorPlace(text, raw, added, this.settings.prefixes);
    const { line, column } = lineColumn(text, place.from);
    this.editor.mark(place);
    const detail = el("details", {}, el("summary", {}, t("引擎的原话", "What the engine says")), el("pre", {}, raw));
    this.say(t(`第 ${line} 行第 ${column} 列：${place.message}`, `Line ${line}, column ${column}: ${place.message}`), detail);
    this.output.clear();
  }

  private say(text: string, ...more: Node[]): void {
    this.message.replaceChildren(el("div", { class: "console-message", role: "alert" }, text, ...more));
  }

  private stop(): void {
    this.engine.stop();
  }

  private busy(on: boolean): void {
    this.stopButton.hidden = !on;
    this.runButton.disabled = on;
    this.host.setAttribute("aria-busy", String(on));
  }

  private show(state: State): void {
    this.host.dataset["engine"] = state.name;
    const { bytes, text } = this.settings.graph;
    const size = `${(bytes / 1e6).toFixed(1)} MB`;
    const version = t(`数据版本 ${this.settings.version}，截至 ${this.settings.as_of}`, `data version ${this.settings.version}, as of ${this.settings.as_of}`);
    if (state.name === "loading") {
      const bar = el("progress", { max: text, value: state.bytes, "aria-label": t("载入进度", "Loading") });
      this.state.replaceChildren(t(`正在载入全图（${size}）…… `, `Loading the whole graph (${size}) … `), bar);
    } else if (state.name === "ready") {
      const seconds = (state.ms / 1000).toFixed(1);
      this.state.textContent = t(
        `全图 ${count(state.triples)} 条陈述，在本页中，载入用时 ${seconds} 秒；${version}。`,
        `The whole graph, ${count(state.triples)} triples, in this tab, loaded in ${seconds} s; ${version}.`,
      );
    } else if (state.name === "failed") {
      this.state.textContent = t(`引擎没有启动：${state.message}`, `The engine did not start: ${state.message}`);
    } else {
      this.state.textContent = t(`运行第一个查询时载入全图（${size}）；${version}。`, `The graph (${size}) is loaded with the first query; ${version}.`);
    }
  }

  private link(): string {
    return toHash(this.editor.text(), this.output.view, this.settings);
  }

  /** Keep the address a link to what is shown, without a new step in the history. */
  private writeLink(): void {
    history.replaceState(null, "", this.link());
  }

  private async copyLink(button: HTMLButtonElement): Promise<void> {
    this.writeLink();
    await copyText(location.href, button);
  }

  private async copyQuery(button: HTMLButtonElement): Promise<void> {
    await copyText(withPrefixes(this.editor.text(), this.settings.prefixes).sparql, button);
  }
}

async function copyText(text: string, button: HTMLButtonElement): Promise<void> {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t("已复制", "Copied");
  } catch {
    button.textContent = t("浏览器不允许复制；链接在地址栏", "Copying is not allowed; the link is in the address bar");
  }
  setTimeout(() => (button.textContent = label), 2_000);
}
