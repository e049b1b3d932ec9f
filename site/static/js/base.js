// On every page: the button for light and dark, and tables that sort by a click on a heading.
(() => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  if (button) {
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem("baimo-theme", root.dataset.theme); } catch { /* the choice then lasts for this page */ }
      document.dispatchEvent(new CustomEvent("baimo:theme"));
    });
  }

  const value = (cell) => cell.dataset.value ?? cell.textContent.trim();
  const compare = (a, b) => {
    const [x, y] = [parseFloat(a.replace(/,/g, "")), parseFloat(b.replace(/,/g, ""))];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, root.lang) : x - y;
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    table.querySelectorAll("thead th").forEach((head, at) => {
      const sort = document.createElement("button");
      sort.type = "button";
      sort.className = "sort";
      sort.append(...head.childNodes);
      head.append(sort);
      sort.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        for (const body of table.tBodies) {
          const rows = [...body.rows];
          rows.sort((a, b) => {
            const [x, y] = [value(a.cells[at]), value(b.cells[at])];
            if (!x || !y) return x ? -1 : y ? 1 : 0;
            return up ? compare(x, y) : compare(y, x);
          });
          body.append(...rows);
        }
      });
    });
  }

  // What scrolls sideways must be reachable by the keyboard; what fits needs no stop.
  const boxes = document.querySelectorAll(".wide");
  const reach = () => {
    for (const box of boxes) {
      if (box.scrollWidth > box.clientWidth + 1) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", `${box.querySelector("caption")?.textContent.trim() || document.title}${root.dataset.lang === "zh" ? "（可横向滚动）" : " (scrolls sideways)"}`);
      } else if (box.getAttribute("role") === "region") {
        box.removeAttribute("tabindex");
        box.removeAttribute("role");
        box.removeAttribute("aria-label");
      }
    }
  };
  reach();
  addEventListener("resize", reach);

  for (const table of document.querySelectorAll("table[data-fold]")) {
    const rows = table.tBodies[0]?.rows.length ?? 0;
    if (rows <= Number(table.dataset.fold)) continue;
    const more = document.createElement("button");
    more.type = "button";
    more.className = "unfold needs-js";
    more.textContent = root.dataset.lang === "zh" ? `显示全部 ${rows} 行` : `Show all ${rows} rows`;
    more.addEventListener("click", () => { table.classList.add("open"); more.remove(); });
    table.parentElement.after(more);
  }

  for (const copy of document.querySelectorAll("button[data-copy]")) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const from = document.getElementById(copy.dataset.copy);
      from.select?.();
      try { await navigator.clipboard.writeText(from.value ?? from.textContent); } catch { document.execCommand("copy"); }
    });
  }
})();
