// The timeline: one narrator's war, a day at a time, or only what was held. State stands in the address.
(() => {
  const war = document.getElementById("war");
  if (!war) return;
  const words = JSON.parse(war.dataset.words);
  const narrator = document.getElementById("war-narrator");
  const slider = document.getElementById("war-day");
  const held = document.getElementById("war-held");
  const shown = document.getElementById("war-day-text");
  const firsts = [...war.querySelectorAll("[data-shot]")];

  const dayNumber = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / 86400000);
  const [first, last] = [dayNumber(slider.dataset.first), dayNumber(slider.dataset.last)];
  const days = [...new Set([...war.querySelectorAll("g.told[data-day]")].map((group) => dayNumber(group.dataset.day)))].sort((a, b) => a - b);
  slider.min = first;
  slider.max = last;
  slider.value = last;

  const told = [...document.querySelectorAll(".told, .told-row, .move[data-sources]")];
  let group = null;

  const wanted = () => (narrator.value ? [narrator.value] : group);
  function draw() {
    const sources = wanted();
    const day = Number(slider.value);
    for (const part of told) {
      const own = (part.dataset.sources ?? "").split(" ");
      const silent = sources !== null && sources !== undefined && !own.some((source) => sources.includes(source));
      const later = part.dataset.day !== undefined && dayNumber(part.dataset.day) > day;
      part.classList.toggle("silent", silent);
      part.classList.toggle("later", later);
      if (part.classList.contains("told-row")) part.hidden = silent || later;
    }
    war.classList.toggle("only-held", held.checked);
    for (const button of firsts) button.setAttribute("aria-pressed", String(!narrator.value && group === button.sources));
    const date = new Date(day * 86400000);
    shown.textContent = words.day.replace("{m}", words.months[date.getUTCMonth()]).replace("{d}", date.getUTCDate());
    slider.setAttribute("aria-valuetext", shown.textContent);
    const parts = [];
    if (narrator.value) parts.push(`narrator=${narrator.value}`);
    else if (group) parts.push(`first=${firsts.findIndex((button) => button.sources === group)}`);
    if (day !== last) parts.push(`day=${date.toISOString().slice(0, 10)}`);
    if (held.checked) parts.push("held=1");
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
  }

  for (const button of firsts) {
    button.sources = button.dataset.shot.split(" ");
    button.addEventListener("click", () => {
      group = group === button.sources && !narrator.value ? null : button.sources;
      narrator.value = "";
      draw();
    });
  }
  narrator.addEventListener("change", () => { group = null; draw(); });
  slider.addEventListener("input", draw);
  held.addEventListener("change", draw);
  for (const button of war.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      const now = Number(slider.value);
      const next = button.dataset.step === "1" ? days.find((day) => day > now) : days.findLast((day) => day < now);
      slider.value = next ?? now;
      draw();
    });
  }

  const given = new URLSearchParams(location.hash.slice(1));
  if ([...narrator.options].some((option) => option.value === given.get("narrator"))) narrator.value = given.get("narrator");
  if (given.has("first")) group = firsts[Number(given.get("first"))]?.sources ?? null;
  if (given.has("day")) slider.value = dayNumber(given.get("day"));
  held.checked = given.get("held") === "1";
  if (location.hash.length > 1 && !location.hash.includes("=")) return void (shown.textContent = "");
  draw();
})();
