/* Words the scripts say. They are written, translated, in <template id="ui-text" data-…> of the page. */
export function text(key, values = {}) {
  const words = document.getElementById("ui-text")?.dataset[key] ?? "";
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/* Calls `start` on what matches now and on what htmx brings in. */
export function whenPresent(selector, start) {
  const look = (root) => {
    if (root.matches?.(selector)) start(root);
    root.querySelectorAll?.(selector).forEach(start);
  };
  look(document);
  document.addEventListener("htmx:load", (event) => look(event.detail.elt));
}
