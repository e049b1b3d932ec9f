/** Start the worker that holds the graph. Small, since the script of every page has it. */

import type { ToWorker } from "./messages";

declare global {
  var baimoEngine: Worker | undefined;
}

/** Whether the reader asks to save data: then nothing large is loaded before it is needed. */
export function saveData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData ?? false;
}

/** Begin to load engine and graph in a worker. */
export function startEngine(root: string): Worker {
  const worker = new Worker(`${root}assets/worker.js`);
  const start: ToWorker = {
    type: "start",
    engine: `${root}assets/oxigraph.wasm.gz`,
    graph: `${root}data/baimo.ttl.zst`,
  };
  worker.postMessage(start);
  return worker;
}
