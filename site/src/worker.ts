/**
 * The engine behind the query console: Oxigraph's WebAssembly with the whole graph in memory.
 *
 * A query is synchronous, so this thread answers nothing while it runs; to stop it, the page ends the worker. The same
 * script runs a second time as the feeder, which reads and expands the graph while the engine takes it in.
 */

import init, { Store } from "oxigraph";
import type { FromWorker, ToWorker } from "./console/messages";
import { runQuery } from "./console/run";
import { type Bytes, fetchStream } from "./worker/decompress";
import { feed } from "./worker/feed";

type FromFeeder = { triples: Bytes; read: number } | { done: true } | { failed: string };

let store: Store | undefined;
let state: FromWorker | undefined;

function tell(message: FromWorker): void {
  if (message.type === "ready" || message.type === "failed") state = message;
  postMessage(message);
}

onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "feed") {
    void startFeeding(data.graph);
  } else if (data.type === "start") {
    start(data.engine, data.graph).catch((error: unknown) => tell({ type: "failed", message: String(error) }));
  } else if (data.type === "hello") {
    if (state) tell(state);
  } else if (store) {
    tell(runQuery(store, data.id, data.sparql));
  }
};

/** Load engine and graph and tell how long that took. */
async function start(engineUrl: string, graphUrl: string): Promise<void> {
  const begun = performance.now();
  const pieces = makeFeeder(graphUrl); // both are on their way at once
  const answer = new Response(await fetchStream(engineUrl), { headers: { "Content-Type": "application/wasm" } });
  await init({ module_or_path: answer });
  const loading = new Store();
  await load(pieces, loading);
  store = loading;
  tell({ type: "ready", triples: store.size, ms: performance.now() - begun });
}

const OPTIONS = { format: "application/n-triples", no_transaction: true, lenient: true };

async function load(pieces: ReadableStream<FromFeeder>, into: Store): Promise<void> {
  const reader = pieces.getReader();
  for (;;) {
    const { value } = await reader.read();
    if (!value || "done" in value) return;
    if ("failed" in value) throw new Error(value.failed);
    into.load(value.triples, OPTIONS);
    tell({ type: "progress", bytes: value.read }); // not the size of the store: it counts all triples to tell that
  }
}

/** What the feeder sends, from a worker of its own where a worker may start one. */
function makeFeeder(graph: string): ReadableStream<FromFeeder> {
  return new ReadableStream<FromFeeder>({
    start: (controller) => {
      const hear = (message: FromFeeder) => controller.enqueue(message);
      if (typeof Worker === "undefined") return feedInto(graph, hear);
      const feeder = new Worker(self.location.href);
      feeder.onmessage = ({ data }: MessageEvent<FromFeeder>) => {
        hear(data);
        if (!("triples" in data)) feeder.terminate();
      };
      feeder.onerror = (event) => hear({ failed: event.message });
      const message: ToWorker = { type: "feed", graph };
      feeder.postMessage(message);
      return undefined;
    },
  });
}

function startFeeding(graph: string): Promise<void> {
  const send = (message: FromFeeder) =>
    "triples" in message ? postMessage(message, { transfer: [message.triples.buffer] }) : postMessage(message);
  return feedInto(graph, send);
}

async function feedInto(graph: string, give: (message: FromFeeder) => void): Promise<void> {
  try {
    await feed(graph, (triples, read) => give({ triples, read }));
    give({ done: true });
  } catch (error) {
    give({ failed: String(error) });
  }
}
