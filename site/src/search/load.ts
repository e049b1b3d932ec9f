/** The index is loaded once, when somebody is about to search. */

import { loadScript } from "../core/site";
import { Index, type Stored } from "./find";

declare global {
  var baimoSearch: ((stored: Stored) => void) | undefined;
  var baimoIndex: Promise<Index> | undefined;
}

/** Load the index; all scripts of a page share it. */
export function loadIndex(): Promise<Index> {
  globalThis.baimoIndex ??= read().catch((error: unknown) => {
    globalThis.baimoIndex = undefined;
    throw error;
  });
  return globalThis.baimoIndex;
}

async function read(): Promise<Index> {
  let stored: Stored | undefined;
  globalThis.baimoSearch = (given) => {
    stored = given;
  };
  await loadScript("data/search.js");
  if (!stored) throw new Error("data/search.js is empty");
  const index = new Index(stored);
  for (const word of ["a", "qw", "通义", "xxxx"]) index.find(word); // so that the first keystroke meets compiled code
  return index;
}
