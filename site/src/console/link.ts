/** The share link: query, its parameters and the version of the data, all in the part of the address after #. */

import { params, skeleton, writeTerm } from "./sparql";
import type { Question, Settings } from "./settings";

export interface Shared {
  text: string;
  name?: string;
  view?: string;
  /** The version of the data with which the link was made. */
  version?: string;
}

/** Write a link's part after #. A named question with other parameters stays short. */
export function toHash(text: string, view: string, settings: Settings): string {
  const hash = new URLSearchParams();
  const named = settings.queries.find((query) => skeleton(query.text) === skeleton(text));
  if (named) {
    hash.set("query", named.name);
    const defaults = new Map(params(named.text).map((param) => [param.name, param.term]));
    for (const param of params(text)) {
      if (defaults.get(param.name) !== param.term) hash.set(`p.${param.name}`, param.value);
    }
  } else {
    hash.set("sparql", text);
  }
  if (view !== "table") hash.set("view", view);
  hash.set("v", settings.version);
  return `#${hash.toString()}`;
}

/** Read a link's part after #; nothing if it names no query. */
export function fromHash(hash: string, settings: Settings): Shared | undefined {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const rest = { view: given.get("view") ?? undefined, version: given.get("v") ?? undefined };
  const sparql = given.get("sparql");
  if (sparql) return { text: sparql, ...rest };
  const question = settings.queries.find((query) => query.name === (given.get("query") ?? given.get("q")));
  return question && { text: fillIn(question, given), name: question.name, ...rest };
}

function fillIn(question: Question, given: URLSearchParams): string {
  let text = question.text;
  for (const param of params(text).reverse()) {
    const value = given.get(`p.${param.name}`);
    const term = value === null ? undefined : writeTerm(param, value);
    if (term) text = text.slice(0, param.from) + term + text.slice(param.to);
  }
  return text;
}
