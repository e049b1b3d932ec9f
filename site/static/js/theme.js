// Sets the chosen colours before the page is painted.
(() => {
  let theme = null;
  try { theme = localStorage.getItem("baimo-theme"); } catch { /* storage may be forbidden */ }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
