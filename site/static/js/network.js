// The network map: draws what kg/site/pyvis_view.py placed. Positions are fixed; nothing moves by itself.
(() => {
  const data = globalThis.baimoNetwork;
  const place = document.getElementById("net-canvas");
  if (!data || !place || !globalThis.vis) return;

  const zh = document.documentElement.dataset.lang === "zh";
  const t = (a, b) => (zh ? a : b);
  const base = `${document.documentElement.dataset.root}${document.documentElement.dataset.lang}/`;
  const section = document.querySelector(".net");
  const relationWords = JSON.parse(section.dataset.relations);
  const form = place.clientWidth < 620 ? "narrow" : "wide";
  const byId = new Map(data.nodes.map((node) => [node.id, node]));
  const at = (node, view) => {
    if (view === "first") return form === "wide" ? node.first : node.narrowFirst;
    return form === "wide" ? [node.x, node.y] : node.narrow;
  };
  const state = { view: "first", district: "*", kinds: new Set(["organization", "family", "model", "application"]),
    flows: new Set(["derived_from", "reacts"]), month: "", undated: true, node: "" };

  // --- what is shown ---

  const inTime = (node) => {
    if (!state.month) return true;
    return node.since ? node.since.slice(0, 7) <= state.month : state.undated;
  };
  const shows = (node) =>
    state.kinds.has(node.kind) && inTime(node) && (state.view === "all" || Boolean(at(node, "first"))) &&
    (state.district === "*" || (node.district ?? "") === state.district);
  const visible = () => data.nodes.filter(shows);

  // Colours and shown districts are read once a redraw, not once a frame.
  let style = getComputedStyle(document.documentElement);
  const palette = new Map();
  const colour = (name) => {
    if (!palette.has(name)) palette.set(name, style.getPropertyValue(name).trim());
    return palette.get(name);
  };
  let shownDistricts = new Set();
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(place, { nodes, edges }, {
    ...data.options,
    interaction: { ...data.options.interaction, zoomView: false, dragView: true },
  });
  const canvas = place.querySelector("canvas");
  canvas?.setAttribute("aria-hidden", "true");

  function boxOf(district) {
    const found = data.districts[form].filter(([id]) => district === "*" || id === district);
    const left = Math.min(...found.map((d) => d[2])), top = Math.min(...found.map((d) => d[3]));
    const right = Math.max(...found.map((d) => d[2] + d[4])), bottom = Math.max(...found.map((d) => d[3] + d[5]));
    return { left, top, right, bottom };
  }

  function fit(animate) {
    const box = boxOf(state.district);
    const scale = fitScale();
    const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches;
    network.moveTo({ position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale,
      animation: still ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
    return scale;
  }

  // Letters that have room under a node of the first view: up to its neighbour in the row.
  function roomFor(node, shown, scale) {
    const [x, y] = at(node, "first");
    let free = 150;
    for (const other of shown) {
      if (other === node) continue;
      const [ox, oy] = at(other, "first");
      if (Math.abs(oy - y) * scale < 40) free = Math.min(free, Math.abs(ox - x) * scale);
    }
    return Math.max(7, free / 6.9);
  }

  // A label of the first view may be as wide as its place; Chinese characters count double.
  function brief(text, room) {
    for (let at = 0; at < text.length; at += 1) {
      room -= text.charCodeAt(at) > 0x2e80 ? 1.9 : 1;
      if (room < 0) return `${text.slice(0, at).trimEnd()}…`;
    }
    return text;
  }

  function drawNodes(scale) {
    palette.clear();
    style = getComputedStyle(document.documentElement);
    const near = state.node ? neighbours(state.node) : null;
    const big = state.view === "first" ? 1 / scale : state.district === "*" ? 1 : Math.max(1, 0.75 / scale);
    const ink = colour("--ink"), paper = colour("--raised");
    const shown = visible();
    const items = shown.map((node) => {
      const [x, y] = at(node, state.view);
      const faded = near && node.id !== state.node && !near.has(node.id);
      const fill = colour(`--${node.kind}`);
      const more = state.view === "first" && node.models ? `\n${node.models} ${t("个模型", node.models === 1 ? "model" : "models")}` : "";
      return { id: node.id, x, y, shape: node.shape, label: (state.view === "first" ? brief(node.label, roomFor(node, shown, scale)) : node.label) + more, opacity: faded ? 0.18 : 1,
        size: (state.view === "first" ? (5 + 2.2 * Math.log2(1 + node.models)) * (form === "narrow" ? 0.72 : 1) : node.kind === "organization" ? 11 : 7) * big,
        color: { background: fill, border: fill, highlight: { background: fill, border: ink }, hover: { background: fill, border: ink } },
        borderWidth: node.id === state.node ? 3 * big : 1,
        font: { size: (state.view === "first" ? 13 : 15) * big, color: faded ? colour("--strong") : ink, face: colour("--sans") || "sans-serif",
          strokeWidth: 3 * big, strokeColor: paper, vadjust: state.view === "first" ? -4 * big : -3 } };
    });
    shownDistricts = new Set(visible().map((node) => node.district ?? ""));
    nodes.clear();
    nodes.add(items);
    edges.clear();
    edges.add([...lines(new Set(items.map((item) => item.id)), big)]);
  }

  function* lines(ids, big) {
    if (state.node) {
      for (const edge of data.edges) {
        if ((edge.from === state.node || edge.to === state.node) && ids.has(edge.from) && ids.has(edge.to)) {
          yield { from: edge.from, to: edge.to, width: 1.6 * big, color: { color: colour("--ink"), opacity: 0.6 } };
        }
      }
    }
    // Without a selection only the strongest flows are drawn: more lines would say less.
    const strong = data.flows
      .filter(([from, to, relation]) => ids.has(from) && ids.has(to) && state.flows.has(relation) && (!state.node || from === state.node || to === state.node))
      .sort((a, b) => b[3] - a[3]).slice(0, state.node ? 200 : 24);
    for (const [from, to, relation, count] of strong) {
      const reacts = relation === "reacts";
      yield { from, to, width: Math.min(1 + Math.log2(count), 4) * big, dashes: reacts ? [6 * big, 4 * big] : false,
        color: { color: colour(reacts ? "--accent" : "--s2"), opacity: state.node ? 0.9 : 0.55 },
        arrows: { to: { enabled: true, scaleFactor: 0.45 } } };
    }
  }

  function neighbours(id) {
    const found = new Map();
    for (const edge of data.edges) {
      const other = edge.from === id ? edge.to : edge.to === id ? edge.from : null;
      if (other) found.set(other, [...(found.get(other) ?? []), edge]);
    }
    for (const [from, to] of data.flows) {
      const other = from === id ? to : to === id ? from : null;
      if (other && !found.has(other)) found.set(other, []);
    }
    return found;
  }

  network.on("beforeDrawing", (context) => {
    const scale = network.getScale();
    for (const [id, label, x, y, width, height, members] of data.districts[form]) {
      const off = (state.district !== "*" && state.district !== id) || !shownDistricts.has(id);
      context.fillStyle = colour("--panel");
      context.fillRect(x + 6, y + 6, width - 12, height - 12);
      const size = Math.min(15 / scale, 150);
      if (width * scale < 34) continue;
      context.font = `700 ${size}px ${colour("--serif") || "serif"}`;
      context.textBaseline = "top";
      context.fillStyle = off ? colour("--strong") : colour("--soft");
      let text = label;
      const room = width - 30;
      while (text.length > 1 && context.measureText(text).width > room) text = text.slice(0, -1);
      if (text !== label) text = text.length > 2 ? `${text.slice(0, -1)}…` : text;
      context.fillText(text, x + 16, y + 14);
      const used = context.measureText(text).width;
      context.font = `400 ${size * 0.8}px ${colour("--sans") || "sans-serif"}`;
      if (used + 24 / scale + context.measureText(` ${members}`).width < room) context.fillText(` ${members}`, x + 20 + used, y + 14 + size * 0.14);
    }
  });

  // --- the list beside the map: the way for keyboard and screen reader ---

  const list = document.getElementById("net-list");
  const info = document.getElementById("net-info");
  const find = document.getElementById("net-find");

  function drawList() {
    const wanted = find.value.trim().toLowerCase();
    const pool = wanted ? data.nodes.filter((node) => state.kinds.has(node.kind) && `${node.name ?? node.label} ${node.id}`.toLowerCase().includes(wanted)) : visible();
    const rank = (node) => (node.kind === "organization" ? 1000 + (node.models ?? 0) : node.claims ?? 0);
    const shown = [...pool].sort((a, b) => rank(b) - rank(a) || a.label.localeCompare(b.label)).slice(0, 80);
    list.replaceChildren(...shown.map((node) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = node.name ?? node.label;
      if (node.id === state.node) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => select(node.id, true));
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
  }

  function drawInfo() {
    const node = byId.get(state.node);
    info.replaceChildren();
    if (!node) return;
    const head = document.createElement("h3");
    const link = document.createElement("a");
    link.href = `${base}${node.id}.html`;
    link.textContent = node.name ?? node.label;
    head.append(link);
    const groups = new Map();
    for (const [other, own] of neighbours(node.id)) {
      for (const edge of own) {
        const words = relationWords[edge.relation] ?? edge.relation;
        const key = edge.from === node.id ? `${words} →` : `← ${words}`;
        groups.set(key, [...(groups.get(key) ?? []), [other, edge.claims]]);
      }
    }
    const parts = [...groups].map(([words, others]) => {
      const box = document.createElement("div");
      const line = document.createElement("p");
      line.className = "note";
      line.textContent = `${words} (${others.length})`;
      const items = document.createElement("ul");
      for (const [other, claims] of others.slice(0, 8)) {
        const item = document.createElement("li");
        const go = document.createElement("a");
        go.href = `${base}${other}.html`;
        go.textContent = byId.get(other)?.name ?? byId.get(other)?.label ?? other;
        item.append(go, ` ${claims > 1 ? `×${claims}` : ""}`);
        items.append(item);
      }
      box.append(line, items);
      return box;
    });
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = t("取消选中", "Clear selection");
    close.addEventListener("click", () => select("", false));
    info.append(head, ...parts, close);
  }

  function select(id, focus) {
    state.node = byId.has(id) ? id : "";
    const node = byId.get(state.node);
    if (node && focus && !shows(node)) {
      state.view = "all";
      state.district = "*";
    }
    draw(false);
    if (node && focus) {
      const [x, y] = at(node, state.view) ?? [node.x, node.y];
      network.moveTo({ position: { x, y }, scale: state.view === "all" ? Math.max(network.getScale(), 0.55) : network.getScale() });
    }
  }

  // --- controls ---

  function draw(refit = true) {
    const scale = refit ? fit(false) : state.view === "first" ? fitScale() : network.getScale();
    drawNodes(scale);
    drawList();
    drawInfo();
    for (const button of section.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
    for (const button of section.querySelectorAll("[data-kind]")) button.setAttribute("aria-pressed", String(state.kinds.has(button.dataset.kind)));
    for (const button of section.querySelectorAll("[data-flow]")) button.setAttribute("aria-pressed", String(state.flows.has(button.dataset.flow)));
    document.getElementById("net-district").value = state.district || "-";
    remember();
  }

  function fitScale() {
    const box = boxOf(state.district);
    const scale = Math.min(place.clientWidth / (box.right - box.left), place.clientHeight / (box.bottom - box.top)) * 0.97;
    return scale > 0 ? scale : 0.1; // a page without a place yet, or a district without a box
  }

  function remember() {
    const parts = [];
    if (state.view !== "first") parts.push(`view=${state.view}`);
    if (state.district !== "*") parts.push(`district=${state.district || "-"}`);
    if (state.kinds.size < 4) parts.push(`kinds=${[...state.kinds].join("+")}`);
    if (state.flows.size < 2) parts.push(`flows=${[...state.flows].join("+")}`);
    if (state.month) parts.push(`month=${state.month}`);
    if (state.node) parts.push(`node=${state.node}`);
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
  }

  function recall() {
    const given = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
    if (given.get("view") === "all") state.view = "all";
    if (given.has("district")) { state.district = given.get("district") === "-" ? "" : given.get("district"); state.view = "all"; }
    if (given.has("kinds")) state.kinds = new Set(given.get("kinds").split("+"));
    if (given.has("flows")) state.flows = new Set(given.get("flows").split("+"));
    if (given.has("month")) state.month = given.get("month");
    if (byId.has(given.get("node"))) { state.node = given.get("node"); if (!at(byId.get(state.node), "first")) state.view = "all"; }
  }

  section.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { view, kind, flow, zoom } = button.dataset;
    if (view) { state.view = view; state.district = "*"; draw(); }
    if (kind) { toggle(state.kinds, kind); draw(false); }
    if (flow) { toggle(state.flows, flow); draw(false); }
    if (zoom === "fit") { state.district = "*"; draw(); }
    if (zoom === "in" || zoom === "out") zoomBy(zoom === "in" ? 1.4 : 1 / 1.4);
  });
  const toggle = (set, item) => (set.has(item) ? set.delete(item) : set.add(item));
  const zoomBy = (factor) => network.moveTo({ scale: network.getScale() * factor });
  document.getElementById("net-district").addEventListener("change", (event) => {
    state.district = event.target.value === "-" ? "" : event.target.value;
    state.view = state.district === "*" ? "first" : "all";
    draw();
  });
  find.addEventListener("input", drawList);
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.querySelector("button")?.click();
  });
  document.getElementById("net-link").addEventListener("click", async (event) => {
    const button = event.currentTarget, words = button.textContent;
    try { await navigator.clipboard.writeText(location.href); button.textContent = t("已复制", "Copied"); } catch { prompt(t("复制此链接", "Copy this link"), location.href); }
    setTimeout(() => { button.textContent = words; }, 1500);
  });
  network.on("click", ({ nodes: hit }) => { place.focus(); select(hit[0] ?? "", false); });
  network.on("doubleClick", ({ nodes: hit }) => { if (hit[0]) location.assign(`${base}${hit[0]}.html`); });
  place.addEventListener("keydown", (event) => {
    const step = 60 / network.getScale(), { x, y } = network.getViewPosition();
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) network.moveTo({ position: { x: x + moves[event.key][0], y: y + moves[event.key][1] } });
    else if (event.key === "+" || event.key === "=") zoomBy(1.3);
    else if (event.key === "-") zoomBy(1 / 1.3);
    else if (event.key === "0" || event.key === "Home") fit(true);
    else if (event.key === "Escape") select("", false);
    else return;
    event.preventDefault();
  });
  place.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== place) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  }, { passive: false });

  // --- time ---

  const slider = document.getElementById("net-month");
  const monthOf = (number) => `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
  const numberOf = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const [first, last] = [numberOf(slider.dataset.first), numberOf(slider.dataset.last)];
  slider.min = first;
  slider.max = last;
  slider.value = last;
  function setMonth(number) {
    slider.value = Math.min(Math.max(number, first), last);
    state.month = Number(slider.value) === last ? "" : monthOf(Number(slider.value));
    document.getElementById("net-month-text").textContent = monthOf(Number(slider.value));
    slider.setAttribute("aria-valuetext", monthOf(Number(slider.value)));
    draw(false);
  }
  slider.addEventListener("input", () => setMonth(Number(slider.value)));
  for (const button of section.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => setMonth(Number(slider.value) + Number(button.dataset.step)));
  }
  let playing = 0;
  document.getElementById("net-play").addEventListener("click", (event) => {
    const button = event.currentTarget;
    const stop = () => { clearInterval(playing); playing = 0; button.textContent = t("播放", "Play"); };
    if (playing) return stop();
    button.textContent = t("停止", "Stop");
    if (Number(slider.value) >= last) setMonth(first);
    playing = setInterval(() => { setMonth(Number(slider.value) + 1); if (Number(slider.value) >= last) stop(); }, 500);
  });
  document.getElementById("net-undated").addEventListener("change", (event) => { state.undated = event.target.checked; draw(false); });

  document.addEventListener("baimo:theme", () => draw(false));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(false));
  addEventListener("resize", () => { fit(false); });

  recall();
  if (state.month) { slider.value = numberOf(state.month); document.getElementById("net-month-text").textContent = state.month; }
  draw();
  if (state.node) select(state.node, true);
})();
