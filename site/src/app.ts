/** The script of every page: search, and what a page asks for is loaded only there. */

import { fromFile, loadScript, root } from "./core/site";
import { saveData, startEngine } from "./console/start";
import { attach, focusBySlash } from "./search/box";

const PARTS: [selector: string, script: string][] = [
  ["#console", "assets/console.js"],
  ["#prices", "assets/prices.js"],
];

for (const input of document.querySelectorAll<HTMLInputElement>("form.search input[type=search]")) attach(input);
const first = document.querySelector<HTMLInputElement>("main form.search input, form.search input");
if (first) focusBySlash(first);

// The engine of the console needs longest: it is on its way before the console itself.
if (document.querySelector("#console") && !fromFile && !saveData()) globalThis.baimoEngine = startEngine(root);

for (const [selector, script] of PARTS) {
  if (document.querySelector(selector)) void loadScript(script);
}
