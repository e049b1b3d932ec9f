/** What `kg/site/console.py` writes for the console: `data/queries.json`. */

import { root } from "../core/site";
import type { Prefixes } from "./sparql";

export interface Question {
  name: string;
  zh: string;
  en: string;
  keywords: string[];
  /** Heading of the gallery under which it stands, Chinese and English. */
  theme: [zh: string, en: string];
  text: string;
}

/** Short IRI, kind (class, property, concept), Chinese and English label, Chinese and English definition. */
export type TermRow = [name: string, kind: string, zh: string, en: string, aboutZh: string, aboutEn: string];

export interface Settings {
  version: string;
  as_of: string;
  /** The graph file: bytes as loaded, bytes of its text, triples. */
  graph: { path: string; bytes: number; text: number; triples: number };
  prefixes: Prefixes;
  pages: string[];
  queries: Question[];
  terms: TermRow[];
}

export async function readSettings(): Promise<Settings> {
  const answer = await fetch(`${root}data/queries.json`);
  if (!answer.ok) throw new Error(`data/queries.json: ${answer.status}`);
  return (await answer.json()) as Settings;
}

const ROOT = "https://w3id.org/baimo/";

/** Names and pages of IRIs. */
export class Names {
  private readonly bases: [base: string, name: string][];

  constructor(private readonly settings: Settings) {
    this.bases = Object.entries(settings.prefixes).map(([name, base]) => [base, name]);
    this.bases.sort((a, b) => b[0].length - a[0].length);
  }

  /** An IRI with its published prefix, or as it is. */
  short(iri: string): string {
    const found = this.bases.find(([base]) => iri.startsWith(base));
    return found ? `${found[1]}:${iri.slice(found[0].length)}` : iri;
  }

  /** The page of an entity in a language below the root of the site, if it has one. */
  page(iri: string, language: string): string | undefined {
    if (!iri.startsWith(ROOT)) return undefined;
    const [, kind, id] = /^(?:id\/([a-z-]+)\/|vocab\/(?=vertical-|region-))(.+)$/.exec(iri.slice(ROOT.length)) ?? [];
    if (!id) return undefined;
    const [scheme, slug] = kind ? [kind, id] : [id.slice(0, id.indexOf("-")), id.slice(id.indexOf("-") + 1)];
    return this.settings.pages.includes(scheme!) ? `${language}/${scheme}/${encodeURIComponent(slug!)}.html` : undefined;
  }
}
