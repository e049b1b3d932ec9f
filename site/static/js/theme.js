// Before the page is painted: the chosen colours, and that scripts run (the style sheet shows what needs them).
(() => {
  document.documentElement.classList.add("js");
  let theme = null;
  try { theme = localStorage.getItem("baimo-theme"); } catch { /* storage may be forbidden */ }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
