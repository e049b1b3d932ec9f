/** The script of every page: search, and what a page asks for is loaded only there. */

import { loadScript } from "./core/site";
import { attach, focusBySlash } from "./search/box";

const PARTS: [selector: string, script: string][] = [
  ["#console", "assets/console.js"],
  ["#prices", "assets/prices.js"],
  ["#timeline", "assets/timeline.js"],
];

for (const form of document.querySelectorAll<HTMLFormElement>("form#search, form.search")) {
  const input = form.querySelector<HTMLInputElement>("input[type=search], input[type=text]");
  if (input) attach(input);
}
const first = document.querySelector<HTMLInputElement>("form#search input");
if (first) focusBySlash(first);

for (const [selector, script] of PARTS) {
  if (document.querySelector(selector)) void loadScript(script);
}

const charts = document.querySelectorAll(".chart");
if (charts.length) {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    void loadScript("assets/charts.js");
  }, { rootMargin: "200px" });
  charts.forEach((chart) => seen.observe(chart));
}
