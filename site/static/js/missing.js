// The page for what is missing is shown at any address: this script knows where it lies itself, and mends the links.
(() => {
  const root = document.currentScript.src.replace(/assets\/js\/missing\.js.*$/, "");
  for (const link of document.querySelectorAll("a[data-to]")) link.href = root + link.dataset.to;
})();
