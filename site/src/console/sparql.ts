/** What the console knows about the text of a query: prefixes, parameters, the place of an error, a known trap. */

import { SparqlLanguage } from "codemirror-lang-sparql";
import { t } from "../core/site";

export type Prefixes = Record<string, string>;

/** Text with IRIs, strings and comments blanked, so that places stay and their content is not taken for SPARQL. */
export function bare(text: string): string {
  const pattern = /<[^<>"{}|^`\\\s]*>|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g;
  return text.replace(pattern, (found) => found.replace(/[^\n]/g, " "));
}

/** Known prefixes that a text uses and does not declare, in the order of their use. */
export function missingPrefixes(text: string, prefixes: Prefixes): string[] {
  const declared = new Set(Array.from(text.matchAll(/^\s*PREFIX\s+([\w.-]*):/gim), (match) => match[1]!));
  const used = Array.from(bare(text).matchAll(/(?<![\w:?$-])([A-Za-z][\w-]*):/g), (match) => match[1]!);
  return [...new Set(used)].filter((name) => name in prefixes && !declared.has(name));
}

/** The query with the prefixes that it lacks, all on its first line so that line numbers stay. */
export function withPrefixes(text: string, prefixes: Prefixes): { sparql: string; added: number } {
  const head = missingPrefixes(text, prefixes).map((name) => `PREFIX ${name}: <${prefixes[name]}> `).join("");
  return { sparql: head + text, added: head.length };
}

/** Where lines of prefixes belong: after the declared ones, else after the comments at the top. */
export function prefixPlace(text: string): number {
  let place = 0;
  let at = 0;
  for (const line of text.split("\n")) {
    const end = Math.min(at + line.length + 1, text.length);
    if (/^\s*PREFIX\s/i.test(line) || (place === at && /^\s*#/.test(line))) place = end;
    at = end;
  }
  return place;
}

export interface Place {
  from: number;
  to: number;
  message: string;
}

/** Where a query that the engine refuses is wrong, and the message for people. */
export function errorPlace(text: string, raw: string, added: number, prefixes: Prefixes): Place {
  const prefix = unknownPrefix(text, prefixes);
  if (/Prefix not found/.test(raw) && prefix) {
    const message = t(`前缀 ${prefix.name}: 没有声明`, `The prefix ${prefix.name}: is not declared`);
    return { from: prefix.at, to: prefix.at + prefix.name.length + 1, message };
  }
  const [broken] = syntaxErrors(text);
  if (broken) {
    const near = text.slice(broken.from, broken.from + 24).split("\n")[0]!.trim();
    const message = near
      ? t(`「${near}」这里不合 SPARQL 语法`, `This is not SPARQL from “${near}” on`)
      : t("查询在这里没有写完", "The query is not complete here");
    return { ...broken, message };
  }
  const select = /\bSELECT\b/i.exec(bare(text));
  if (/unbound/.test(raw) && select) {
    const message = t(
      "SELECT 里有变量在查询体或 GROUP BY 中没有出现",
      "SELECT names a variable that the query does not bind, or that GROUP BY lacks",
    );
    return { from: select.index, to: select.index + 6, message };
  }
  return { ...enginePlace(text, raw, added), message: plainMessage(raw) };
}

function unknownPrefix(text: string, prefixes: Prefixes): { name: string; at: number } | undefined {
  const declared = new Set(Array.from(text.matchAll(/PREFIX\s+([\w.-]*):/gi), (match) => match[1]!));
  for (const match of bare(text).matchAll(/(?<![\w:?$-])([A-Za-z][\w-]*):/g)) {
    const name = match[1]!;
    if (!declared.has(name) && !(name in prefixes)) return { name, at: match.index };
  }
  return undefined;
}

/** Places that the grammar does not accept, first one first. */
export function syntaxErrors(text: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  SparqlLanguage.parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) found.push({ from: node.from, to: node.to });
    },
  });
  return found.sort((a, b) => a.from - b.from);
}

/** The place that the engine tells, `error at 2:25: …`, as offsets of the text. */
function enginePlace(text: string, raw: string, added: number): { from: number; to: number } {
  const match = /at (\d+):(\d+)/.exec(raw);
  if (!match) return { from: 0, to: 0 };
  const [line, column] = [Number(match[1]), Number(match[2])];
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const offset = before + column - 1 - (line === 1 ? added : 0);
  const from = Math.max(0, Math.min(offset, text.length));
  return { from, to: from };
}

/** The engine's message without its list of characters. */
function plainMessage(raw: string): string {
  const [, expected] = /expected (?:one of )?([^]*)$/.exec(raw) ?? [];
  if (expected === undefined) return raw;
  const words = expected.split(/,\s+/).filter((word) => /^("[^"]+"|[A-Z]{2,}|The .*)$/.test(word.trim()));
  return words.length
    ? t(`此处应为：${words.join(" ")}`, `Expected here: ${words.join(" ")}`)
    : t("查询不合法：例如变量被绑定了两次", "The query is not valid: for example a variable is bound twice");
}

/** Line and column of an offset, from 1. */
export function lineColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** The trap of language tags: the engine keeps them in lower case, so that `LANG(?x) = "zh-Hans"` is never true. */
export function languageTraps(text: string): { from: number; to: number; mend: string }[] {
  const pattern = /\bLANG\s*\(\s*([?$]\w+)\s*\)\s*=\s*(["'])([A-Za-z]+(?:-[A-Za-z0-9]+)*)\2/gi;
  return Array.from(text.matchAll(pattern))
    .filter((match) => match[3] !== match[3]!.toLowerCase())
    .map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      mend: `LANGMATCHES(LANG(${match[1]}), "${match[3]}")`,
    }));
}

export interface Param {
  name: string;
  /** The term as it is written. */
  term: string;
  /** Where it is written. */
  from: number;
  to: number;
  kind: "iri" | "date" | "number" | "text";
  /** What a field shows. */
  value: string;
}

/** Parameters of a named query: lines `BIND ("2024-05-22"^^xsd:date AS ?day) # param`. */
export function params(text: string): Param[] {
  const pattern = /BIND \((.*) AS \?(\w+)\)[ \t]*# param/g;
  return Array.from(text.matchAll(pattern), (match) => {
    const [whole, term, name] = match as unknown as [string, string, string];
    const from = match.index + whole.indexOf("(") + 1;
    return { name, term, from, to: from + term.length, ...readTerm(term) };
  });
}

function readTerm(term: string): { kind: Param["kind"]; value: string } {
  const quoted = /^"((?:[^"\\]|\\.)*)"(.*)$/s.exec(term);
  if (quoted) {
    const value = quoted[1]!.replace(/\\(["\\])/g, "$1");
    if (/date>?$/.test(quoted[2]!)) return { kind: "date", value };
    return { kind: /(decimal|integer)>?$/.test(quoted[2]!) ? "number" : "text", value };
  }
  if (/^[+-]?[\d.]+$/.test(term)) return { kind: "number", value: term };
  return { kind: "iri", value: term };
}

/** The term for a value given in a field, of the same type as the present one; nothing if the value does not fit. */
export function writeTerm(param: Param, value: string): string | undefined {
  const text = value.trim();
  if (param.kind === "iri") return /^([A-Za-z][\w-]*:[^\s<>{}"]*|<[^<>\s]+>)$/.test(text) ? text : undefined;
  if (param.kind === "date" && !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  if (param.kind === "number" && !/^[+-]?\d+(\.\d+)?$/.test(text)) return undefined;
  if (!param.term.startsWith('"')) return text;
  const suffix = /^"(?:[^"\\]|\\.)*"(.*)$/s.exec(param.term)![1]!;
  return `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"${suffix}`;
}

/** A query without the values of its parameters. */
export function skeleton(text: string): string {
  return text.replace(/(BIND \().*( AS \?\w+\)[ \t]*# param)/g, "$1$2").trim();
}
