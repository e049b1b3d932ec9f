/** Run a query in the worker and give its result the form that the page shows. */

import type { Quad, Store, Term as EngineTerm } from "oxigraph";
import type { FromWorker, Rows, Term, Triples } from "./messages";

/** Answer a query message. */
export function runQuery(store: Store, id: number, sparql: string): FromWorker {
  const begun = performance.now();
  try {
    const answer = isGraphQuery(sparql) ? graphOf(store, sparql) : rowsOf(store, sparql);
    return { type: "result", id, ms: performance.now() - begun, ...answer };
  } catch (error) {
    return { type: "error", id, message: (error as Error).message };
  }
}

/** Whether a query is a CONSTRUCT or DESCRIBE: the first word that is not of the prologue tells. */
export function isGraphQuery(sparql: string): boolean {
  const body = sparql.replace(/<[^<>"{}|^`\\\s]*>/g, "<>").replace(/#[^\n]*/g, "");
  const form = /^(?:\s|PREFIX\s+[^\s:]*:\s*<>|BASE\s*<>)*([A-Za-z]+)/i.exec(body);
  return /^(construct|describe)$/i.test(form?.[1] ?? "");
}

interface Answer {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Record<string, Term>[] };
}

function rowsOf(store: Store, sparql: string): Rows {
  const text = store.query(sparql, { results_format: "application/sparql-results+json" }) as string;
  const answer = JSON.parse(text) as Answer;
  if (answer.boolean !== undefined) {
    return { form: "rows", columns: ["answer"], rows: [[{ type: "literal", value: String(answer.boolean) }]] };
  }
  const columns = answer.head.vars ?? [];
  const rows = (answer.results?.bindings ?? []).map((row) => columns.map((name) => row[name]));
  return { form: "rows", columns, rows };
}

function graphOf(store: Store, sparql: string): Triples {
  const quads = store.query(sparql) as Quad[];
  const triples = quads.map((quad): [Term, Term, Term] => [term(quad.subject), term(quad.predicate), term(quad.object)]);
  const lines = [...new Set(quads.map((quad) => `${quad.toString()} .`))].sort();
  return { form: "triples", text: lines.length ? `${lines.join("\n")}\n` : "", triples };
}

function term(node: EngineTerm): Term {
  if (node.termType === "NamedNode") return { type: "uri", value: node.value };
  if (node.termType === "BlankNode") return { type: "bnode", value: node.value };
  if (node.termType !== "Literal") return { type: "triple", value: node.toString() };
  const language = node.language ? { "xml:lang": node.language } : { datatype: node.datatype.value };
  return { type: "literal", value: node.value, ...language };
}
