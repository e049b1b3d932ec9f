/** Where the site is and which language the page speaks. Each script is classic, so `currentScript` tells its place. */

const script = document.currentScript as HTMLScriptElement | null;

/** Root of the site, with a slash at its end: scripts lie in `assets/`. */
export const root = new URL("..", script?.src || document.baseURI).href;

export const lang: "zh" | "en" = document.documentElement.lang.toLowerCase().startsWith("zh") ? "zh" : "en";

/** Whether the page was opened from a file: then a browser forbids fetch and workers. */
export const fromFile = location.protocol === "file:";

/** The words of the page's language. */
export function t(zh: string, en: string): string {
  return lang === "zh" ? zh : en;
}

const loading = new Map<string, Promise<void>>();

/** Load a script of the site once, by its path below the root. */
export function loadScript(path: string): Promise<void> {
  let promise = loading.get(path);
  if (!promise) {
    promise = new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = root + path;
      element.onload = () => resolve();
      element.onerror = () => {
        loading.delete(path);
        reject(new Error(t(`无法载入 ${path}`, `${path} did not load`)));
      };
      document.head.append(element);
    });
    loading.set(path, promise);
  }
  return promise;
}

/** Whole numbers with separators. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}
