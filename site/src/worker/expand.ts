/**
 * From the Turtle that Oxigraph writes to N-Triples, which its parser reads in two thirds of the time. Not a parser of
 * Turtle: it relies on one predicate a line, ` , ` between objects, and on no blank nodes.
 */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
const QUOTE = 34;
const TAB = 9;
const OBJECT = /"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^\S+)?|[^\s,]\S*/g;

export class Expander {
  private readonly prefixes = new Map<string, string>();
  private readonly known = new Map<string, string>();
  private subject = "";

  /** Expand whole blocks of Turtle. Prefixes stay known from one call to the next. */
  expand(turtle: string): string {
    let triples = "";
    for (const line of turtle.split("\n")) {
      if (!line) continue;
      if (line.startsWith("@prefix ")) this.declare(line);
      else triples += this.line(line);
    }
    return triples;
  }

  private declare(line: string): void {
    const [, name, iri] = /^@prefix ([^:]*): <([^>]*)>/.exec(line) as unknown as [string, string, string];
    this.prefixes.set(name, iri);
  }

  /** `subject predicate objects ;`, or `\tpredicate objects .` of the subject before. */
  private line(line: string): string {
    let at = 1;
    if (line.charCodeAt(0) !== TAB) {
      at = line.indexOf(" ") + 1;
      this.subject = this.iri(line.slice(0, at - 1));
    }
    const gap = line.indexOf(" ", at);
    const head = `${this.subject} ${this.iri(line.slice(at, gap))} `;
    const objects = line.slice(gap + 1, -2);
    if (!objects.includes(" , ")) return `${head}${this.object(objects)} .\n`;
    return objects.match(OBJECT)!.map((one) => `${head}${this.object(one)} .\n`).join("");
  }

  private iri(token: string): string {
    let iri = this.known.get(token);
    if (iri === undefined) {
      const colon = token.indexOf(":");
      if (token === "a") iri = TYPE;
      else if (token.startsWith("<")) iri = token;
      else iri = `<${this.prefixes.get(token.slice(0, colon))}${token.slice(colon + 1).replace(/\\(.)/g, "$1")}>`;
      this.known.set(token, iri);
    }
    return iri;
  }

  private object(token: string): string {
    const first = token.charCodeAt(0);
    if (first === QUOTE) {
      const end = token.lastIndexOf('"') + 1;
      const typed = token.startsWith("^^", end) && token[end + 2] !== "<";
      return typed ? `${token.slice(0, end)}^^${this.iri(token.slice(end + 2))}` : token;
    }
    if (/^[+-]?[\d.]/.test(token)) {
      const type = /e/i.test(token) ? "double" : token.includes(".") ? "decimal" : "integer";
      return `"${token}"^^<${XSD}${type}>`;
    }
    return token === "true" || token === "false" ? `"${token}"^^<${XSD}boolean>` : this.iri(token);
  }
}
