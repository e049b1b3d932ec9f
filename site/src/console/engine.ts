/** The worker, seen from the page: start it, ask it, stop it. A stopped engine starts again by itself. */

import { root } from "../core/site";
import type { FromWorker, Result, ToWorker } from "./messages";
import { startEngine } from "./start";

export type State =
  | { name: "idle" }
  | { name: "loading"; bytes: number }
  | { name: "ready"; triples: number; ms: number }
  | { name: "failed"; message: string };

/** A query that somebody stopped. */
export class Stopped extends Error {}

/** A query that the engine refuses. */
export class Refused extends Error {}

export type Answer = Result & { ms: number };

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

export class Engine {
  state: State = { name: "idle" };
  private worker: Worker | undefined;
  private last = 0;
  private waiting = new Map<number, Waiting>();
  private queue: ToWorker[] = [];

  constructor(private readonly changed: (state: State) => void) {}

  /** Load engine and graph, unless that is done or under way. */
  start(): void {
    if (this.worker) return;
    const begun = globalThis.baimoEngine; // by the script of the page
    globalThis.baimoEngine = undefined;
    this.worker = begun ?? startEngine(root);
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    this.worker.onerror = (event) => this.fail(event.message || "worker");
    this.set({ name: "loading", bytes: 0 });
    if (begun) this.send({ type: "hello" });
  }

  /** Run a query, as soon as the graph is there. */
  query(sparql: string): Promise<Answer> {
    this.start();
    const id = (this.last += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      const message: ToWorker = { type: "query", id, sparql };
      if (this.state.name === "ready") this.send(message);
      else this.queue.push(message);
    });
  }

  /** End all that runs, and load the graph again. */
  stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.end(new Stopped());
    this.start();
  }

  private send(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private set(state: State): void {
    this.state = state;
    this.changed(state);
  }

  private end(error: Error): void {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    this.queue = [];
    waiting.forEach(({ reject }) => reject(error));
  }

  private fail(message: string): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.set({ name: "failed", message });
    this.end(new Error(message));
  }

  private hear(message: FromWorker): void {
    if (message.type === "progress") this.set({ name: "loading", bytes: message.bytes });
    else if (message.type === "failed") this.fail(message.message);
    else if (message.type === "ready") {
      this.set({ name: "ready", triples: message.triples, ms: message.ms });
      this.queue.splice(0).forEach((queued) => this.send(queued));
    } else {
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.type === "error") waiting?.reject(new Refused(message.message));
      else if (message.type === "result") waiting?.resolve(message);
    }
  }
}
