/** Style sheets as objects, which a policy without inline styles allows. */

/** Add the rules of a script to the page. */
export function addStyle(rules: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
