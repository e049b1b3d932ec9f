/** The search box: an ARIA combobox with a list of hits. `/` focuses it, arrows move, Enter opens, Esc closes. */

import { el } from "../core/dom";
import { lang, root, t } from "../core/site";
import { pageOf, type Entity, type Hit, type Index } from "./find";
import { loadIndex } from "./load";

const KINDS: Record<string, [string, string]> = {
  organization: ["组织", "organization"],
  family: ["模型系列", "model family"],
  model: ["模型", "model"],
  vertical: ["行业", "vertical"],
  event: ["价格事件", "pricing event"],
  episode: ["价格战役", "episode"],
  application: ["应用", "application"],
  brand: ["品牌", "brand"],
  service: ["平台", "service"],
  person: ["人物", "person"],
  work: ["作品", "work"],
  source: ["来源", "source"],
  region: ["地区", "region"],
  offering: ["报价", "offering"],
};

export interface Options {
  /** Only these kinds. */
  kinds?: ReadonlySet<string>;
  limit?: number;
  /** What to do with a chosen hit; by default its page is opened. */
  choose?: (entity: Entity) => void;
}

declare global {
  var baimoBoxes: number | undefined;
}

/** Make a text field a combobox over all entities. */
export function attach(input: HTMLInputElement, options: Options = {}): void {
  globalThis.baimoBoxes = (globalThis.baimoBoxes ?? 0) + 1; // several scripts of a page make boxes
  const id = `hits-${globalThis.baimoBoxes}`;
  const list = el("ul", { id, role: "listbox", class: "hits", hidden: true, "aria-label": t("结果", "Results") });
  const status = el("p", { class: "hits-status visually-hidden", role: "status" });
  const box = el("div", { class: "hits-box" }, list, status);
  input.after(box);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-expanded": "false",
    autocomplete: "off",
    spellcheck: "false",
  })) {
    input.setAttribute(name, value);
  }

  let hits: Hit[] = [];
  let index: Index | undefined;
  let active = -1;

  function close(): void {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function mark(at: number): void {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const item = list.children[at];
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }

  function choose(hit: Hit): void {
    close();
    if (options.choose) options.choose(hit.entity);
    else location.assign(root + pageOf(hit.entity.kind, hit.entity.id, lang));
  }

  function show(): void {
    list.replaceChildren(...hits.map((hit, at) => item(hit, `${id}-${at}`, () => choose(hit))));
    status.textContent = hits.length ? t(`${hits.length} 条结果`, `${hits.length} results`) : t("没有结果", "No results");
    if (!hits.length) list.append(el("li", { class: "hits-none", role: "presentation" }, t("没有结果", "No results")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    active = -1;
    mark(hits.length ? 0 : -1);
  }

  function search(): void {
    if (!input.value.trim()) return close();
    if (!index) return;
    const begun = performance.now();
    hits = index.find(input.value, options.limit ?? 12, options.kinds);
    show();
    box.dataset["ms"] = (performance.now() - begun).toFixed(1);
  }

  async function prepare(): Promise<void> {
    if (index) return;
    try {
      index = await loadIndex();
      if (document.activeElement === input) search();
    } catch (error) {
      status.textContent = String(error);
      status.classList.remove("visually-hidden");
    }
  }

  input.addEventListener("focus", () => void prepare());
  input.addEventListener("input", search);
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const picked = hits[active];
    if (step && list.hidden && input.value.trim()) search();
    else if (step && hits.length) mark((active + step + hits.length) % hits.length);
    else if (event.key === "Home" && !list.hidden && event.ctrlKey) mark(0);
    else if (event.key === "Enter" && !list.hidden && picked) choose(picked);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
  input.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void prepare().then(() => {
      const hit = index?.find(input.value, 1, options.kinds)[0];
      if (hit) choose(hit);
      else search();
    });
  });
  if (document.activeElement === input) void prepare();
}

function item(hit: Hit, id: string, choose: () => void): HTMLLIElement {
  const { entity } = hit;
  const [label, other] = lang === "zh" ? [entity.zh, entity.en] : [entity.en, entity.zh];
  const kind = KINDS[entity.kind];
  const via = hit.name !== entity.zh && hit.name !== entity.en && hit.name !== entity.id ? hit.name : "";
  return el(
    "li",
    { id, role: "option", "aria-selected": "false", onmousedown: (event: MouseEvent) => event.preventDefault(), onclick: choose },
    el("span", { class: "hit-label" }, label),
    other !== label && el("span", { class: "hit-other", lang: lang === "zh" ? "en" : "zh-Hans" }, other),
    via && el("span", { class: "hit-via" }, via),
    el("span", { class: "hit-kind" }, kind ? t(...kind) : entity.kind),
  );
}

/** Let `/` put the cursor into a field from anywhere on the page. */
export function focusBySlash(input: HTMLInputElement): void {
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.shadowRoot;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
