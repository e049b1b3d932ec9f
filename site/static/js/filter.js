// Filters a list of items by codes and words. State stands in the address.
(() => {
  const list = document.querySelector("#register");
  if (!list) return;
  const fields = [...list.querySelectorAll("[data-filter]")];
  const items = [...list.querySelectorAll(".item")];
  const count = list.querySelector("[data-count]");
  const given = new URLSearchParams(location.hash.slice(1));
  if (location.hash.includes("=")) for (const field of fields) field.value = given.get(field.dataset.filter) ?? "";
  function draw(remember) {
    const wanted = Object.fromEntries(fields.map((field) => [field.dataset.filter, field.value.trim().toLowerCase()]));
    let shown = 0;
    for (const item of items) {
      const fits = Object.entries(wanted).every(([name, value]) => !value || (name === "text" ? item.textContent.toLowerCase().includes(value) : item.dataset[name] === value));
      item.hidden = !fits;
      shown += fits;
    }
    for (const group of list.querySelectorAll(".finding-group")) group.hidden = !group.querySelector(".item:not([hidden])");
    count.textContent = count.dataset.count.replace("{n}", shown).replace("{all}", items.length);
    if (!remember) return;
    const parts = Object.entries(wanted).filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
  }
  for (const field of fields) field.addEventListener("input", () => draw(true));
  draw(false);
})();
