/** What page and worker say to each other. */

export type ToWorker =
  /** Asks for the state: the page may come after the message that told it. */
  | { type: "hello" }
  | { type: "start"; engine: string; graph: string }
  /** Asks the worker to be the feeder of another one. */
  | { type: "feed"; graph: string }
  | { type: "query"; id: number; sparql: string };

export type FromWorker =
  | { type: "progress"; bytes: number }
  | { type: "ready"; triples: number; ms: number }
  | { type: "failed"; message: string }
  | { type: "error"; id: number; message: string }
  | ({ type: "result"; id: number; ms: number } & Result);

/** A term of a result as SPARQL 1.1 Query Results JSON writes it. */
export interface Term {
  type: "uri" | "literal" | "bnode" | "triple";
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export type Result = Rows | Triples;

export interface Rows {
  form: "rows";
  columns: string[];
  rows: (Term | undefined)[][];
}

export interface Triples {
  form: "triples";
  /** N-Triples, sorted. */
  text: string;
  triples: [Term, Term, Term][];
}
