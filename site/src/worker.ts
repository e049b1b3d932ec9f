/**
 * The engine behind the query console: Oxigraph's WebAssembly with the whole graph in memory.
 *
 * A query is synchronous, so this thread answers nothing while it runs; to stop it, the page ends the worker.
 */

import init, { Store } from "oxigraph";
import type { FromWorker, ToWorker } from "./console/messages";
import { runQuery } from "./console/run";

const CHUNK = 300_000; // bytes of Turtle in one go: measured faster than all at once, and it lets us tell progress
const NEWLINE = 10;
const TAB = 9;

let store: Store | undefined;
let state: FromWorker | undefined;

function tell(message: FromWorker): void {
  if (message.type === "ready" || message.type === "failed") state = message;
  postMessage(message);
}

/** The bytes of a file that may be compressed: some servers decompress `.gz` on the way, some do not. */
async function fetchBytes(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${answer.statusText}: ${url}`);
  const reader = answer.body.getReader();
  const first = await reader.read();
  const head = first.value ?? new Uint8Array();
  const whole = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(head),
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  return isGzip ? whole.pipeThrough(new DecompressionStream("gzip")) : whole;
}

async function startEngine(url: string): Promise<void> {
  const body = await fetchBytes(url);
  const answer = new Response(body, { headers: { "Content-Type": "application/wasm" } });
  await init({ module_or_path: answer });
}

/** Join chunks of a stream and cut them where a block of Turtle ends: a line that is not indented begins the next. */
async function* blocks(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array> {
  let rest = new Uint8Array();
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const joined = new Uint8Array(rest.length + value.length);
    joined.set(rest);
    joined.set(value, rest.length);
    rest = joined;
    while (rest.length > CHUNK) {
      const end = lastBlock(rest, CHUNK);
      if (!end) break;
      yield rest.subarray(0, end);
      rest = rest.slice(end);
    }
  }
  if (rest.length) yield rest;
}

/** The last place up to `limit` (or else the first one after it) where a block ends; 0 if there is none. */
function lastBlock(bytes: Uint8Array, limit: number): number {
  const ends = (at: number) => bytes[at - 1] === NEWLINE && bytes[at] !== TAB && bytes[at] !== NEWLINE;
  for (let at = limit; at > 0; at -= 1) if (ends(at)) return at;
  for (let at = limit; at < bytes.length; at += 1) if (ends(at)) return at;
  return 0;
}

async function loadGraph(stream: ReadableStream<Uint8Array<ArrayBuffer>>, into: Store): Promise<void> {
  const options = { format: "text/turtle", no_transaction: true, lenient: true };
  let head: Uint8Array | undefined;
  for await (const block of blocks(stream)) {
    head ??= prefixesOf(block);
    const input = new Uint8Array(head.length + block.length);
    input.set(head);
    input.set(block, head.length);
    into.load(input, options);
    tell({ type: "progress", triples: into.size });
  }
}

function prefixesOf(block: Uint8Array): Uint8Array {
  const lines = new TextDecoder().decode(block).split("\n");
  return new TextEncoder().encode(lines.filter((line) => line.startsWith("@prefix")).map((line) => `${line}\n`).join(""));
}

async function start(engineUrl: string, graphUrl: string): Promise<void> {
  const begun = performance.now();
  const graph = fetchBytes(graphUrl); // both are on their way at once
  graph.catch(() => undefined);
  await startEngine(engineUrl);
  const engine = performance.now() - begun;
  const loading = new Store();
  await loadGraph(await graph, loading);
  store = loading;
  tell({ type: "ready", triples: store.size, engineMs: engine, ms: performance.now() - begun });
}

onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "start") {
    start(data.engine, data.graph).catch((error: unknown) => tell({ type: "failed", message: String(error) }));
  } else if (data.type === "hello") {
    if (state) tell(state);
  } else if (store) {
    tell(runQuery(store, data.id, data.sparql));
  }
};
