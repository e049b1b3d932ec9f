/** The script of every page: search, and what a page asks for is loaded only there. */

import { loadScript } from "./core/site";
import { attach, focusBySlash } from "./search/box";

const PARTS: [selector: string, script: string][] = [
  ["#console", "assets/console.js"],
  ["#prices", "assets/prices.js"],
  ["#timeline", "assets/timeline.js"],
];

for (const input of document.querySelectorAll<HTMLInputElement>("form.search input[type=search]")) attach(input);
const first = document.querySelector<HTMLInputElement>("main form.search input, form.search input");
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
