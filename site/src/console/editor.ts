/**
 * The editor: CodeMirror with the SPARQL grammar. It lives in a shadow root, where CodeMirror adds its style sheets
 * as objects; in the page itself it would write a style element, which the page's policy forbids.
 */

import { autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers, type ViewUpdate,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { t } from "../core/site";
import { completer } from "./complete";
import type { Settings } from "./settings";
import { languageTraps, missingPrefixes, type Place, prefixPlace } from "./sparql";

export interface Editor {
  view: EditorView;
  text(): string;
  /** Replace the whole text. */
  write(text: string): void;
  /** Replace a part. */
  replace(from: number, to: number, insert: string): void;
  /** Mark where a query is wrong and put the cursor there; nothing takes the mark away. */
  mark(place: Place | null): void;
}

export interface Events {
  run: () => void;
  changed: (text: string) => void;
}

/** Put an editor into an element. */
export function makeEditor(host: HTMLElement, text: string, settings: Settings, events: Events): Editor {
  const shadow = host.attachShadow({ mode: "open" });
  let wrong: Place | null = null;
  const findings = (text: string): Diagnostic[] => [
    ...languageTraps(text).map(trapWarning),
    ...(wrong ? [errorAt(wrong, text.length)] : []),
  ];
  const changed = (next: string) => {
    wrong = null;
    events.changed(next);
  };
  const state = EditorState.create({ doc: text, extensions: extensions(settings, { ...events, changed }, findings) });
  const view = new EditorView({ root: shadow, parent: shadow, state });
  return {
    view,
    text: () => view.state.doc.toString(),
    write: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    replace: (from, to, insert) => view.dispatch({ changes: { from, to, insert } }),
    mark: (place) => {
      wrong = place;
      if (place) view.dispatch({ selection: { anchor: errorAt(place, view.state.doc.length).from }, scrollIntoView: true });
      view.dispatch(setDiagnostics(view.state, findings(view.state.doc.toString())));
    },
  };
}

function extensions(settings: Settings, events: Events, findings: (text: string) => Diagnostic[]) {
  const run = (view: EditorView) => {
    closeCompletion(view);
    events.run();
    return true;
  };
  return [
    lineNumbers(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    sparql(),
    syntaxHighlighting(colours),
    autocompletion({ override: [completer(settings)], activateOnTypingDelay: 60, icons: false }),
    linter((view) => findings(view.state.doc.toString()), { delay: 400 }),
    lintGutter(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": t("SPARQL 查询", "SPARQL query"), spellcheck: "false", tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      events.changed(update.state.doc.toString());
      declarePrefixes(update, settings);
    }),
    EditorView.domEventHandlers({ beforeinput: overwrite }),
    Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
    theme,
  ];
}

/**
 * Typing over a selection, done on the text. Left to itself the browser carries the look of the selected text over by
 * an inline style, which the page's policy forbids.
 */
function overwrite(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || !event.data || view.composing || view.state.selection.main.empty) return false;
  const change = view.state.replaceSelection(event.data);
  view.dispatch(view.state.update(change, { userEvent: "input.type", scrollIntoView: true }));
  return true;
}

/** Declare a known prefix as soon as somebody types it. */
function declarePrefixes(update: ViewUpdate, settings: Settings): void {
  if (!update.transactions.some((transaction) => transaction.isUserEvent("input"))) return;
  const text = update.state.doc.toString();
  const lines = missingPrefixes(text, settings.prefixes).map((name) => `PREFIX ${name}: <${settings.prefixes[name]}>\n`);
  if (!lines.length) return;
  const insert = { changes: { from: prefixPlace(text), insert: lines.join("") } };
  queueMicrotask(() => {
    if (update.view.state === update.state) update.view.dispatch(insert);
  });
}

function trapWarning({ from, to, mend }: { from: number; to: number; mend: string }): Diagnostic {
  return {
    from,
    to,
    severity: "warning",
    message: t(
      "这个条件永远不成立：引擎把语言标签存成小写。请用 LANGMATCHES。",
      "This is never true: the engine keeps language tags in lower case. Use LANGMATCHES.",
    ),
    actions: [
      {
        name: t("改写", "Rewrite"),
        apply: (view, start, end) => view.dispatch({ changes: { from: start, to: end, insert: mend } }),
      },
    ],
  };
}

function errorAt(place: Place, length: number): Diagnostic {
  const clip = (at: number) => Math.max(0, Math.min(at, length));
  return { from: clip(place.from), to: clip(place.to), severity: "error", message: place.message };
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--family)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--event)" },
  { tag: [tags.url, tags.namespace, tags.propertyName, tags.typeName], color: "var(--link)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--strong)", fontSize: ".88rem" },
  "&.cm-focused": { outline: "2px solid var(--link)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", maxHeight: "28rem", overflow: "auto" },
  ".cm-content": { minHeight: "9rem", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--panel) 60%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--link) 30%, transparent) !important",
  },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--ink)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-wash)", color: "var(--ink)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", color: "var(--soft)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { maxWidth: "24rem", padding: ".4rem .6rem", fontFamily: "var(--sans)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--ink)", color: "var(--paper)", minHeight: "24px" },
});
