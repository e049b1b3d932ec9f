/** Files that may be compressed, as streams of their bytes. What a server or browser has already undone stays as it is. */

import { Decompress } from "fzstd";

export type Bytes = Uint8Array<ArrayBuffer>;

/** Fetch a file; if its first bytes are those of gzip or Zstandard, decompress it. */
export async function fetchStream(url: string): Promise<ReadableStream<Bytes>> {
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${answer.statusText}: ${url}`);
  const reader = answer.body.getReader();
  const head = (await reader.read()).value ?? new Uint8Array();
  const whole = new ReadableStream<Bytes>({
    start: (controller) => controller.enqueue(head),
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  if (head[0] === 0x1f && head[1] === 0x8b) return whole.pipeThrough(new DecompressionStream("gzip"));
  if (head[0] === 0x28 && head[1] === 0xb5) return whole.pipeThrough(zstd());
  return whole;
}

/** Zstandard, for which no browser has a stream of its own. */
function zstd(): TransformStream<Bytes, Bytes> {
  let decoder: Decompress;
  return new TransformStream<Bytes, Bytes>({
    start: (controller) => {
      decoder = new Decompress((chunk) => controller.enqueue(chunk as Bytes));
    },
    transform: (chunk) => decoder.push(chunk),
    flush: () => decoder.push(new Uint8Array(), true),
  });
}
