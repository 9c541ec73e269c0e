/* Ctrl/⌘ K and / go to the search box; g then a letter goes to a place; ? shows the list; Escape lets go. */
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
const help = document.getElementById("shortcuts");
const places = new Map();
let waiting = 0;

/* Each place answers to the first letter of its name that no place before it has taken. */
for (const link of document.querySelectorAll("#places li a")) {
  const name = (link.querySelector("[data-name]") ?? link).textContent.trim();
  const letters = name.normalize("NFD").toLowerCase().replace(/[^a-z]/g, "");
  const letter = [...letters].find((each) => !places.has(each));
  if (letter) places.set(letter, { name, url: link.href });
}

function list() {
  const target = help?.querySelector("[data-places]");
  if (!target || target.childElementCount) return;
  for (const [letter, { name }] of places) {
    const term = document.createElement("dt");
    const keys = document.createElement("dd");
    term.textContent = name;
    for (const key of ["g", letter]) {
      const cap = document.createElement("kbd");
      cap.textContent = key.toUpperCase();
      keys.append(cap);
    }
    target.append(term, keys);
  }
}

function openHelp() {
  if (!help || help.open) return;
  list();
  help.showModal();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-shortcuts]")) openHelp();
});

document.addEventListener("keydown", (event) => {
  const search = document.getElementById("ask");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && search) {
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  if (event.key === "Escape") return letGo(event);
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const chosen = waiting && performance.now() - waiting < 1500 ? places.get(event.key.toLowerCase()) : undefined;
  waiting = 0;
  if (chosen) window.location.assign(chosen.url);
  else if (event.key === "g") waiting = performance.now();
  else if (event.key === "?") openHelp();
  else if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
  }
});

function letGo(event) {
  const cancel = event.target.closest?.("form[data-inline]")?.querySelector("[data-cancel]");
  if (cancel) cancel.click();
  else if (event.target.id === "ask") event.target.blur();
}
