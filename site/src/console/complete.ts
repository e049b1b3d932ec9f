/** Completion: keywords, variables, prefixes, terms of the ontology and entities, by Chinese or English label. */

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { lang, t } from "../core/site";
import type { Entity, Index } from "../search/find";
import { loadIndex } from "../search/load";
import type { Settings, TermRow } from "./settings";
import { bare } from "./sparql";

const KEYWORDS = (
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GROUP BY ORDER BY HAVING LIMIT OFFSET ASK CONSTRUCT " +
  "DESCRIBE EXISTS COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT IF COALESCE BOUND STR LANG LANGMATCHES DATATYPE YEAR MONTH " +
  "CONTAINS STRSTARTS REGEX REPLACE LCASE UCASE CONCAT ABS ROUND ASC DESC"
).split(" ");
const MOST = 40;

const KIND_WORDS: Record<string, [string, string]> = {
  class: ["类", "class"],
  property: ["属性", "property"],
  concept: ["代码", "code"],
};

/** The completion of a query, from what the console knows. */
export function completer(settings: Settings) {
  const terms = settings.terms.map((row) => ({ row, keys: row.slice(0, 4).map((word) => fold(word)) }));

  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[?$]\w*|[A-Za-z\u3400-\u9fff][\w\u3400-\u9fff.:%~-]*/u);
    if (!word || (word.text.length < 1 && !context.explicit)) return null;
    const text = context.state.doc.toString();
    if (bare(text).slice(word.from, word.to) !== word.text) return null; // inside a string, an IRI or a comment
    if (/^[?$]/.test(word.text)) return { from: word.from, options: variables(text, word.text), validFor: /^[?$]\w*$/ };
    const index = word.text.length > 1 ? await loadIndex().catch(() => undefined) : undefined;
    if (context.aborted) return null;
    const options = [
      ...termOptions(terms, word.text),
      ...(index ? entityOptions(index, word.text) : []),
      ...plainOptions(settings, word.text),
    ];
    return options.length ? { from: word.from, options, filter: false } : null;
  };
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[\s_-]/g, "");
}

function variables(text: string, typed: string): Completion[] {
  const names = new Set(Array.from(bare(text).matchAll(/[?$]\w+/g), (match) => match[0]));
  names.delete(typed);
  return [...names].sort().map((label) => ({ label, type: "variable" }));
}

/** Terms by short IRI or label. After `bm:` only terms of that prefix, by their local name or label. */
function termOptions(terms: { row: TermRow; keys: string[] }[], typed: string): Completion[] {
  const [, prefix = "", rest = typed] = /^([a-z-]+:)(.*)$/.exec(typed) ?? [];
  const key = fold(rest);
  const scored = terms.flatMap(({ row, keys }) => {
    if (!row[0].startsWith(prefix)) return [];
    if (!key) return [{ row, score: 1 }];
    const score = Math.min(...keys.map((one, at) => scoreKey(one, key, at)));
    return score < Infinity ? [{ row, score }] : [];
  });
  scored.sort((a, b) => a.score - b.score || a.row[0].length - b.row[0].length || (a.row[0] < b.row[0] ? -1 : 1));
  return scored.slice(0, MOST).map(({ row }) => termOption(row));
}

/** How well a key begins with or contains what was typed; the first key is the short IRI. */
function scoreKey(key: string, typed: string, at: number): number {
  if (!key) return Infinity; // a term without label in a language
  const local = at === 0 ? key.slice(key.indexOf(":") + 1) : key;
  if (key === typed || local === typed) return 0;
  if (key.startsWith(typed) || local.startsWith(typed)) return 1;
  return typed.length > 1 && key.includes(typed) ? 2 : Infinity;
}

function termOption([name, kind, zh, en, aboutZh, aboutEn]: TermRow): Completion {
  const word = KIND_WORDS[kind];
  const about = lang === "zh" ? aboutZh || aboutEn : aboutEn || aboutZh;
  return {
    label: name,
    detail: [...new Set([zh, en].filter(Boolean))].join(" · "),
    type: kind,
    ...(about && { info: `${word ? t(...word) : kind}: ${about}` }),
  };
}

function entityOptions(index: Index, typed: string): Completion[] {
  const [, prefix, rest] = /^bmr-([a-z-]+):(.*)$/.exec(typed) ?? [];
  if (typed.includes(":") && !prefix) return [];
  const kinds = prefix ? new Set([prefix]) : undefined;
  return index.find(rest || typed, MOST / 2, kinds).map(({ entity }) => ({
    label: shortIri(entity),
    detail: [...new Set([entity.zh, entity.en])].join(" · "),
    type: "entity",
  }));
}

/** `bmr-model:qwen-long`; verticals and regions are codes, `bmv:vertical-education`. */
export function shortIri({ kind, id }: Entity): string {
  const local = id.replace(/[~!$&'()*+,;=/?#@%]/g, "\\$&");
  return kind === "vertical" || kind === "region" ? `bmv:${kind}-${local}` : `bmr-${kind}:${local}`;
}

function plainOptions(settings: Settings, typed: string): Completion[] {
  const key = typed.toUpperCase();
  const words = KEYWORDS.filter((word) => word.startsWith(key) && word !== key);
  const prefixes = Object.keys(settings.prefixes).filter((name) => name.startsWith(typed));
  return [
    ...words.map((label) => ({ label, type: "keyword" })),
    ...prefixes.map((name) => ({ label: `${name}:`, detail: settings.prefixes[name]!, type: "namespace" })),
  ];
}
