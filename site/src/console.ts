/** The query console: SPARQL over the whole graph, in this tab. */

import { el } from "./core/dom";
import { fromFile, t } from "./core/site";
import { addStyle } from "./core/style";
import rules from "./console/console.css";
import { readSettings } from "./console/settings";
import { Console } from "./console/page";

async function start(host: HTMLElement): Promise<void> {
  addStyle(rules);
  if (fromFile) {
    host.replaceChildren(el("p", { class: "console-notice" }, t(
      "查询台需要网页服务器：浏览器不允许从文件打开的页面启动计算线程。请运行 kg serve，或在 site 文件夹里运行 python3 -m http.server，再打开它给出的地址。",
      "The query console needs a web server: a browser does not let a page that was opened from a file start its engine. Run kg serve, or python3 -m http.server in the site folder, and open the address that it tells.",
    )));
    return;
  }
  try {
    new Console(host, await readSettings());
  } catch (error) {
    host.replaceChildren(el("p", { class: "console-message", role: "alert" }, t("查询台没有启动：", "The console did not start: "), String(error)));
  }
}

const host = document.querySelector<HTMLElement>("#console");
if (host) void start(host);
