/** Form fields for the parameters of a named question. The query's text stays the truth: a field rewrites its term. */

import { el } from "../core/dom";
import { t } from "../core/site";
import { attach } from "../search/box";
import { shortIri } from "./complete";
import { type Param, params, writeTerm } from "./sparql";

/** Names of parameters in words; one without words here is shown as it is. */
const WORDS: Record<string, [zh: string, en: string]> = {
  day: ["日期", "day"], first: ["起", "from"], last: ["止", "to"], since: ["自", "since"], year: ["年份", "year"],
  component: ["计价项", "component"], model: ["模型", "model"], channel: ["渠道", "channel"], currency: ["币种", "currency"],
  organization: ["组织", "organization"], episode: ["价格战役", "episode"], vertical: ["行业", "vertical"], region: ["地区", "region"],
  at_least: ["至少", "at least"], at_most: ["至多", "at most"], minimum: ["下限", "minimum"], scheme: ["代码表", "code list"],
  rule: ["规则", "rule"], property: ["属性", "property"], name: ["名称", "name"], document: ["来源", "source"],
  base: ["基础模型", "base model"], alias: ["接口名", "API name"],
};

const TYPES: Record<Param["kind"], string> = { iri: "text", date: "date", number: "text", text: "text" };

export class ParamFields {
  private fields = new Map<string, HTMLInputElement>();
  private text = "";

  constructor(
    private readonly host: HTMLElement,
    private readonly replace: (from: number, to: number, term: string) => void,
  ) {}

  /** Show the parameters of a text; fields that are there keep their place and their cursor. */
  show(text: string): void {
    this.text = text;
    const found = params(text);
    const names = found.map((param) => `${param.name} ${param.kind}`);
    if (names.join() !== [...this.fields.keys()].join()) this.make(found);
    for (const param of found) {
      const field = this.fields.get(`${param.name} ${param.kind}`)!;
      if (this.valid(field, param) !== param.term) field.value = param.value;
      field.removeAttribute("aria-invalid");
    }
  }

  private valid(field: HTMLInputElement, param: Param): string | undefined {
    return writeTerm(param, field.value);
  }

  private make(found: Param[]): void {
    this.fields = new Map();
    const labels = found.map((param) => {
      const field = el("input", { type: TYPES[param.kind], ...(param.kind === "number" && { inputmode: "decimal" }) });
      field.addEventListener("input", () => this.write(param.name, field));
      this.fields.set(`${param.name} ${param.kind}`, field);
      const words = WORDS[param.name];
      return el("label", {}, words ? t(...words) : param.name.replaceAll("_", " "), field);
    });
    this.host.replaceChildren(...labels);
    for (const param of found) {
      if (param.kind === "iri" && /^bmr-|^bmv:(vertical|region)-/.test(param.term)) this.searchable(param);
    }
  }

  /** A field for an entity searches like the search box and writes the short IRI. */
  private searchable(param: Param): void {
    const field = this.fields.get(`${param.name} ${param.kind}`)!;
    const kind = /^bmr-([a-z-]+):|^bmv:(vertical|region)-/.exec(param.term)!;
    const choose = (iri: string) => {
      field.value = iri;
      this.write(param.name, field);
    };
    attach(field, { kinds: new Set([kind[1] ?? kind[2]!]), choose: (entity) => choose(shortIri(entity)) });
  }

  private write(name: string, field: HTMLInputElement): void {
    const param = params(this.text).find((one) => one.name === name);
    const term = param && this.valid(field, param);
    field.setAttribute("aria-invalid", String(!term));
    if (param && term && term !== param.term) this.replace(param.from, param.to, term);
  }
}
