/** Colours and type of charts, as the style sheet of the page has them. */

import { lang } from "../core/site";

export interface Theme {
  ink: string;
  soft: string;
  line: string;
  paper: string;
  raised: string;
  series: string[];
  font: string;
}

/** Read the present colours; they change with light and dark. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read("--ink"),
    soft: read("--soft"),
    line: read("--line"),
    paper: read("--paper"),
    raised: read("--raised"),
    series: ["--s0", "--s1", "--s2", "--s3", "--good", "--event"].map(read),
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** The language of the chart library's own words. */
export const locale = lang === "zh" ? "ZH" : "EN";
