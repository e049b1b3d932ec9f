/** Find entities by any of their names. The keys are those of `kg/names.py`. */

/** The index as `kg/site/search_index.py` writes it. */
export interface Stored {
  kinds: string[];
  hans: string;
  pinyin: string;
  exceptions: string;
  entities: string;
}

export interface Entity {
  kind: string;
  id: string;
  /** 0 to 9: how often claims speak of it. */
  weight: number;
  zh: string;
  en: string;
  names: Name[];
}

interface Name {
  text: string;
  fold: string;
  pinyin: string;
  initials: string;
}

export interface Hit {
  entity: Entity;
  /** The name that was found. */
  name: string;
  score: number;
}

const JOINTS = /[\s\-_·.,，、()（）《》“”"'’:：/]+/g;
const CHINESE = /[\u3400-\u9fff]/;

export class Index {
  readonly entities: Entity[];
  readonly kinds: string[];
  private readonly simplified = new Map<string, string>();
  private readonly syllable = new Map<string, string>();
  private readonly exceptions = new Map<string, string[]>();

  constructor(stored: Stored) {
    this.kinds = stored.kinds;
    const hans = [...stored.hans];
    for (let at = 0; at + 1 < hans.length; at += 2) this.simplified.set(hans[at]!, hans[at + 1]!);
    for (const group of stored.pinyin.split(" ")) {
      const syllable = /^[a-z]*/.exec(group)![0];
      for (const mark of group.slice(syllable.length)) this.syllable.set(mark, syllable);
    }
    for (const line of stored.exceptions.split("\n")) {
      const [key, ...syllables] = line.split(" ");
      if (key) this.exceptions.set(key, syllables);
    }
    this.entities = stored.entities ? stored.entities.split("\n").map((line) => this.read(line)) : [];
  }

  private read(line: string): Entity {
    const [kind, id = "", weight, zh = "", en = "", ...names] = line.split("\t");
    const texts = [...new Set([zh, en || zh, ...names, id])].filter(Boolean);
    return {
      kind: this.kinds[Number(kind)] ?? "",
      id,
      weight: Number(weight),
      zh: zh || en,
      en: en || zh,
      names: texts.map((text) => this.name(text)),
    };
  }

  private name(text: string): Name {
    const fold = this.fold(text);
    const syllables = CHINESE.test(fold) ? this.syllables(fold) : null;
    return {
      text,
      fold,
      pinyin: syllables ? syllables.join("") : "",
      initials: syllables ? syllables.map((one) => one[0]).join("") : "",
    };
  }

  /** The key under which spellings of one name meet: width, case, traditional forms, blanks and joints gone. */
  fold(text: string): string {
    let key = text.normalize("NFKC").toLowerCase().replace(/\p{Cf}/gu, "");
    if (CHINESE.test(key)) key = Array.from(key, (mark) => this.simplified.get(mark) ?? mark).join("");
    return key.replace(JOINTS, "") || key.trim();
  }

  private syllables(key: string): string[] {
    return this.exceptions.get(key) ?? Array.from(key, (mark) => this.syllable.get(mark) ?? mark);
  }

  /** The best hits, best first. `kinds` limits them to some kinds. */
  find(query: string, limit = 12, kinds?: ReadonlySet<string>): Hit[] {
    const key = this.fold(query);
    if (!key) return [];
    const sounds = CHINESE.test(key) ? this.syllables(key).join("") : "";
    const score = (name: Name) => scoreName(name, key, sounds);
    const hits = this.collect(score, kinds);
    if (!hits.length && key.length >= 4) hits.push(...this.collect((name) => scoreNear(name, key), kinds));
    hits.sort((a, b) => a.score - b.score || this.compare(a, b));
    return hits.slice(0, limit);
  }

  private collect(score: (name: Name) => number, kinds?: ReadonlySet<string>): Hit[] {
    const hits: Hit[] = [];
    for (const entity of this.entities) {
      if (kinds && !kinds.has(entity.kind)) continue;
      let best = Infinity;
      let found = "";
      for (const name of entity.names) {
        const value = score(name);
        if (value < best) {
          best = value;
          found = name.text;
        }
      }
      if (best < Infinity) hits.push({ entity, name: found, score: best });
    }
    return hits;
  }

  private compare(a: Hit, b: Hit): number {
    return (
      b.entity.weight - a.entity.weight ||
      this.kinds.indexOf(a.entity.kind) - this.kinds.indexOf(b.entity.kind) ||
      a.name.length - b.name.length ||
      (a.entity.id < b.entity.id ? -1 : 1)
    );
  }
}

/** Page of an entity below the root of the site. */
export function pageOf(kind: string, id: string, lang: string): string {
  return `${lang}/${kind}/${encodeURIComponent(id)}.html`;
}

/** How well a name answers: 0 the whole name, then its beginning, its sound, a part; Infinity if not at all. */
function scoreName(name: Name, key: string, sounds: string): number {
  if (name.fold === key) return 0;
  if (name.pinyin === key || name.initials === key) return 1;
  if (sounds && name.pinyin === sounds) return 1.5; // other characters of the same sound
  if (name.fold.startsWith(key)) return 2;
  if (key.length > 1 && name.pinyin.startsWith(key)) return 3;
  if (key.length > 1 && name.initials.startsWith(key)) return 4;
  if (key.length > 1 && name.fold.includes(key)) return 5;
  if (key.length > 2 && (name.pinyin.includes(key) || name.initials.includes(key))) return 6;
  if (sounds && name.pinyin.startsWith(sounds)) return 7;
  return Infinity;
}

/** The same with one letter wrong, missing or too many: asked only if nothing else was found. */
function scoreNear(name: Name, key: string): number {
  if (isNear(name.fold, key)) return 8;
  return name.pinyin && isNear(name.pinyin, key) ? 9 : Infinity;
}

function isNear(text: string, key: string): boolean {
  if (text.length < key.length - 1) return false;
  let at = 0;
  while (at < key.length && text[at] === key[at]) at += 1;
  if (at === 0) return false;
  const rest = key.slice(at + 1);
  if (text.startsWith(rest, at + 1) || text.startsWith(rest, at) || text.startsWith(key.slice(at), at + 1)) return true;
  return text[at] === key[at + 1] && text[at + 1] === key[at] && text.startsWith(key.slice(at + 2), at + 2);
}
