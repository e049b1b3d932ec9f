/** A result as a network: SVG with positions from d3-force, the same for the same result; the table is its twin. */

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import type { SimulationLinkDatum, SimulationNodeDatum } from "d3-force";
import { el, svg } from "../core/dom";
import { lang, root, t } from "../core/site";
import { type Index, pageOf } from "../search/find";
import { loadIndex } from "../search/load";
import type { Result, Term } from "./messages";
import { asRows, plain } from "./results";
import type { Names } from "./settings";

const MOST_NODES = 120;

interface Node extends SimulationNodeDatum {
  key: string;
  label: string;
  page: string | undefined;
  kind: string;
  degree: number;
}

interface Link extends SimulationLinkDatum<Node> {
  source: Node;
  target: Node;
  label: string;
}

/** Whether a result has two columns of things to connect. */
export function hasNetwork(result: Result): boolean {
  return result.form === "triples" ? result.triples.length > 0 : ends(result).length === 2;
}

/** The two columns that hold things: IRIs first, else the first two columns of text. */
function ends(result: Result): number[] {
  const { columns, rows } = asRows(result);
  if (result.form === "triples") return [0, 2];
  const iris = columns.map((_, at) => at).filter((at) => rows.some((row) => row[at]?.type === "uri"));
  const texts = columns.map((_, at) => at).filter((at) => rows.some((row) => row[at]?.["xml:lang"]));
  return (iris.length > 1 ? iris : texts.length > 1 ? texts : []).slice(0, 2);
}

/** The picture of a result. Labels come with the search index, so they follow when that is there. */
export function network(result: Result, names: Names): HTMLElement {
  const { nodes, links, left } = build(result, names);
  place(nodes, links);
  const picture = draw(nodes, links);
  void loadIndex().then((index) => relabel(picture, nodes, index)).catch(() => undefined);
  const note = left
    ? t(`只画前 ${MOST_NODES} 个节点，另有 ${left} 行见表格。`, `The first ${MOST_NODES} nodes; ${left} more rows stand in the table.`)
    : t(`${nodes.length} 个节点，${links.length} 条边；同样的内容见表格。`, `${nodes.length} nodes, ${links.length} edges; the table has the same.`);
  return el("div", { class: "console-network" }, el("p", { class: "note" }, note), picture);
}

function build(result: Result, names: Names): { nodes: Node[]; links: Link[]; left: number } {
  const { columns, rows } = asRows(result);
  const [from, to] = ends(result) as [number, number];
  const labelAt = columns.findIndex((_, at) => at !== from && at !== to);
  const nodes = new Map<string, Node>();
  const links: Link[] = [];
  let left = 0;

  function node(term: Term): Node | undefined {
    const key = `${term.type} ${term.value}`;
    if (!nodes.has(key) && nodes.size < MOST_NODES) {
      const short = plain(term, names);
      const kind = /^bmr-([a-z-]+):/.exec(short)?.[1] ?? "";
      const label = clip(short.replace(/^[a-z-]+:/, ""));
      const page = term.type === "uri" ? names.page(term.value, lang) : undefined;
      nodes.set(key, { key, label, page, kind, degree: 0 });
    }
    return nodes.get(key);
  }

  for (const row of rows) {
    const [a, b] = [row[from], row[to]];
    if (!a || !b) continue;
    const [source, target] = [node(a), node(b)];
    if (!source || !target) {
      left += 1;
      continue;
    }
    source.degree += 1;
    target.degree += 1;
    links.push({ source, target, label: labelAt < 0 ? "" : plain(row[labelAt], names).replace(/^[a-z-]+:/, "") });
  }
  return { nodes: [...nodes.values()], links, left };
}

function clip(label: string): string {
  return label.length > 28 ? `${label.slice(0, 27)}…` : label;
}

/** Entities under their label in the page's language. */
function relabel(picture: SVGSVGElement, nodes: Node[], index: Index): void {
  const labels = new Map(index.entities.map((entity) => [pageOf(entity.kind, entity.id, lang), entity[lang]]));
  picture.querySelectorAll(".vertex text").forEach((text, at) => {
    const label = labels.get(nodes[at]!.page ?? "");
    if (label) text.textContent = clip(label);
  });
}

function place(nodes: Node[], links: Link[]): void {
  const spread = 26 * Math.sqrt(nodes.length);
  nodes.forEach((node, at) => {
    const angle = at * 2.399963; // the golden angle: even, and the same every time
    node.x = spread * Math.sqrt((at + 0.5) / nodes.length) * Math.cos(angle);
    node.y = spread * Math.sqrt((at + 0.5) / nodes.length) * Math.sin(angle);
  });
  const simulation = forceSimulation(nodes)
    .force("link", forceLink<Node, Link>(links).distance(80))
    .force("charge", forceManyBody().strength(-220).distanceMax(400))
    .force("collide", forceCollide(30))
    .force("x", forceX(0).strength(0.07))
    .force("y", forceY(0).strength(0.14))
    .stop();
  simulation.tick(300);
}

function draw(nodes: Node[], links: Link[]): SVGSVGElement {
  const xs = nodes.map((node) => node.x!);
  const ys = nodes.map((node) => node.y!);
  const [left, top] = [Math.min(...xs) - 40, Math.min(...ys) - 30];
  const [width, height] = [Math.max(...xs) + 140 - left, Math.max(...ys) + 30 - top];
  const marker = svg(
    "marker",
    { id: "console-arrow", viewBox: "0 0 8 8", refX: 15, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    svg("path", { d: "M0 0L8 4L0 8z", class: "arrow" }),
  );
  const named = links.length <= 40;
  const size = Math.max(12, width / 95); // legible however far the picture is scaled down
  return svg(
    "svg",
    {
      viewBox: [left, top, width, height].map(Math.round).join(" "),
      role: "group",
      "aria-label": t(`网络图：${nodes.length} 个节点`, `Network of ${nodes.length} nodes`),
    },
    svg("defs", {}, marker),
    ...links.map((link) => edge(link, named)),
    ...nodes.map((node) => vertex(node, size)),
  );
}

function edge({ source, target, label }: Link, named: boolean): SVGGElement {
  const line = svg("line", {
    x1: source.x!, y1: source.y!, x2: target.x!, y2: target.y!, "marker-end": "url(#console-arrow)",
  });
  const middle = { x: (source.x! + target.x!) / 2, y: (source.y! + target.y!) / 2 - 3 };
  return svg("g", { class: "edge" }, line, svg("title", {}, label), named && label ? svg("text", middle, label) : null);
}

function vertex(node: Node, size: number): SVGElement {
  const dot = svg("circle", { cx: node.x!, cy: node.y!, r: Math.min(4 + node.degree / 2, 9), class: node.kind || "other" });
  const text = svg("text", { x: node.x! + 10, y: node.y! + 4 }, node.label);
  const group = svg("g", { class: "vertex", "font-size": size.toFixed(1) }, dot, text);
  return node.page ? svg("a", { href: root + node.page }, group) : group;
}
