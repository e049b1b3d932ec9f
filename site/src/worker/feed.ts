/** Fetch the graph and give it out as N-Triples, piece by piece. It runs beside the engine, on another core if there is one. */

import { type Bytes, fetchStream } from "./decompress";
import { Expander } from "./expand";

const PIECE = 300_000; // bytes of Turtle in one go: measured faster than larger pieces, and small enough to tell progress

/** Pieces of N-Triples, and how many bytes of Turtle have been read so far. */
export async function feed(url: string, give: (triples: Bytes, read: number) => void): Promise<void> {
  const expander = new Expander();
  const encoder = new TextEncoder();
  const reader = (await fetchStream(url)).pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let read = 0;
  for (;;) {
    const { done, value } = await reader.read();
    rest += value ?? "";
    if (!done && rest.length < PIECE) continue;
    const end = done ? rest.length : lastBlock(rest);
    read += end;
    if (end) give(encoder.encode(expander.expand(rest.slice(0, end))), read);
    rest = rest.slice(end);
    if (done) return;
  }
}

/** The last place where a block of Turtle ends: a line that is not indented begins the next. */
function lastBlock(text: string): number {
  for (let at = text.lastIndexOf("\n"); at > 0; at = text.lastIndexOf("\n", at - 1)) {
    if (at + 1 < text.length && text[at + 1] !== "\t") return at + 1;
  }
  return 0;
}
