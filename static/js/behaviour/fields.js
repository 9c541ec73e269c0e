/* Small things fields do: filters that apply themselves, fields that depend on others, copying,
   closing a dialog, taking the error summary's links to their field. */
import { text, whenPresent } from "./text.js";
import { toast } from "./toasts.js";

/* data-autosubmit: a choice applies at once, typing after a pause. */
const timers = new WeakMap();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (!form) return;
  clearTimeout(timers.get(form));
  const pause = event.target.matches("[type=search], [type=text]") ? 350 : 0;
  timers.set(form, setTimeout(() => form.requestSubmit(), pause));
});

/* data-show-when="name=value|value": shown while the field holds one of the values. */
function control(element, name) {
  const scope = element.closest("[data-formset-row]") ?? element.closest("form") ?? document;
  return [...scope.querySelectorAll("[name]")].filter(
    (field) => !element.contains(field) && (field.name === name || field.name.endsWith(`-${name}`)),
  );
}

function valueOf(fields) {
  const checked = fields.filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked);
  return checked.map((field) => (field.type === "checkbox" && field.value === "on" ? "on" : field.value));
}

function refresh(element) {
  const [name, wanted = "on"] = element.dataset.showWhen.split("=");
  const values = valueOf(control(element, name));
  const shown = wanted.split("|").some((each) => values.includes(each));
  element.hidden = !shown;
  // A hidden field must not hold the form back; what was typed in it is kept.
  for (const field of element.querySelectorAll("[required], [data-was-required]")) {
    field.toggleAttribute("data-was-required", true);
    field.required = shown;
  }
}

for (const name of ["change", "draft:restored"]) {
  document.addEventListener(name, () => document.querySelectorAll("[data-show-when]").forEach(refresh));
}
whenPresent("[data-show-when]", refresh);

/* data-copy="text", or data-copy-from="#id" of an element or a field. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom ? document.querySelector(button.dataset.copyFrom) : null;
  try {
    await navigator.clipboard.writeText(source ? (source.value ?? source.textContent.trim()) : button.dataset.copy);
    toast({ text: text("copied") });
  } catch {
    toast({ text: text("notCopied"), tone: "warn" });
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) document.getElementById(opener.dataset.openDialog)?.showModal();
  if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog")?.close();
  // A click on the veil is a click on the dialog itself, outside its content.
  if (event.target.matches?.("dialog.dialog")) event.target.close("no");
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: "center" });
});

/* A page that comes back with errors starts at their summary. */
whenPresent(".error-summary:not([data-sample] *)", (summary) => summary.focus());
