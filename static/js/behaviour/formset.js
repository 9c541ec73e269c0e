/* Django formsets. Markup (components/formset.html):
   [data-formset="prefix"] > management form, [data-formset-rows] > [data-formset-row]…,
   <template data-formset-empty>, [data-formset-add], and in each row [data-formset-remove]. */
import { whenPresent } from "./text.js";

const rowsOf = (set) => [...set.querySelectorAll("[data-formset-row]")].filter((row) => row.closest("[data-formset]") === set);
const count = (set, name) => set.querySelector(`[name="${set.dataset.formset}-${name}"]`);
const REFERENCES = ["name", "id", "for", "aria-describedby", "aria-labelledby", "data-show-when"];

/* Saved rows keep their number; those added here close ranks after one of them is taken away. */
function renumber(set) {
  const { formset: prefix } = set.dataset;
  const pattern = new RegExp(`(${prefix}-)\\d+(-)`, "g");
  rowsOf(set).forEach((row, index) => {
    for (const element of row.querySelectorAll("*")) {
      for (const name of REFERENCES) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(pattern, `$1${index}$2`));
      }
    }
  });
  count(set, "TOTAL_FORMS").value = rowsOf(set).length;
  limit(set);
}

function limit(set) {
  const most = Number(count(set, "MAX_NUM_FORMS")?.value ?? 1000);
  const shown = rowsOf(set).filter((row) => !row.hidden).length;
  set.querySelectorAll("[data-formset-add]").forEach((button) => (button.disabled = shown >= most));
}

function add(set) {
  const index = rowsOf(set).length;
  const holder = document.createElement("template");
  holder.innerHTML = set.querySelector("[data-formset-empty]").innerHTML.replaceAll("__prefix__", index);
  const row = holder.content.firstElementChild;
  row.classList.add("entering");
  set.querySelector("[data-formset-rows]").append(row);
  renumber(set);
  window.htmx?.process(row);
  row.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: row } }));
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function remove(set, row) {
  const saved = row.querySelector('[name$="-id"]')?.value;
  const box = row.querySelector('[name$="-DELETE"]');
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  const isInitial = rowsOf(set).indexOf(row) < Number(count(set, "INITIAL_FORMS")?.value ?? 0);
  if (box && (saved || isInitial)) {
    box.checked = true;
    row.hidden = true;
    limit(set);
  } else {
    row.remove();
    renumber(set);
  }
  set.dispatchEvent(new Event("input", { bubbles: true }));
  (neighbour?.querySelector("[data-formset-remove]") ?? set.querySelector("[data-formset-add]"))?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-formset-add], [data-formset-remove]");
  const set = button?.closest("[data-formset]");
  if (!set) return;
  if ("formsetAdd" in button.dataset) add(set);
  else remove(set, button.closest("[data-formset-row]"));
});

/* A row that comes back with its box ticked, from the server or from a kept draft, stays out of sight. */
function settle(set) {
  for (const row of rowsOf(set)) row.hidden = Boolean(row.querySelector('[name$="-DELETE"]')?.checked);
  limit(set);
}
whenPresent("[data-formset]", settle);
document.addEventListener("draft:restored", (event) => event.target.querySelectorAll("[data-formset]").forEach(settle));
