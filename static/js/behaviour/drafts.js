/* A session may end while somebody writes. What a form was about to send is kept in this tab; when the answer is
   the sign-in page, it comes back after signing in, to its author only. Passwords and files are never kept. */
import { text } from "./text.js";
import { toast } from "./toasts.js";

const KEY = "drafts";
const LIFE = 2 * 3600 * 1000;
const OWN = ["csrfmiddlewaretoken", "submission"]; // the new page's own serve
const person = document.body.dataset.person ?? "";
const touched = new Set();

const addressOf = (form) => {
  const url = new URL(form.getAttribute("hx-post") || form.getAttribute("action") || location.href, location.href);
  return url.pathname + url.search;
};

function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return kept && Date.now() - kept.at < LIFE ? kept : null;
  } catch {
    return null;
  }
}

function write(kept) {
  try {
    if (kept) sessionStorage.setItem(KEY, JSON.stringify(kept));
    else sessionStorage.removeItem(KEY);
  } catch {
    // No room, or no storage allowed: the sign-in page then does not promise anything.
  }
}

const sends = (form) => form.method === "post" || form.hasAttribute("hx-post");

function draftOf(form) {
  const fields = [];
  let files = false;
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") files ||= value.size > 0;
    else if (!OWN.includes(name)) fields.push([name, value]);
  }
  return { address: addressOf(form), page: location.pathname + location.search, fields, files };
}

function keep(forms, ended) {
  const writable = [...forms].filter(
    (form) =>
      sends(form) &&
      form.querySelector("textarea, select, input:not([type=hidden])") &&
      !form.querySelector("[type=password]"),
  );
  write(writable.length ? { person, at: Date.now(), ended, drafts: writable.map(draftOf) } : null);
}

document.addEventListener("input", (event) => {
  if (event.target.form) touched.add(event.target.form);
});
document.addEventListener("submit", (event) => {
  if (person && !event.defaultPrevented && !event.target.matches("[hx-post]")) keep([event.target], false);
});

/* htmx is sent to sign in: every form somebody wrote in goes into the draft, and nothing asks before leaving. */
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!person || !/[?&]session=/.test(event.detail.xhr.getResponseHeader("HX-Redirect") ?? "")) return;
  const { elt } = event.detail;
  const written = [...touched].filter((form) => form.isConnected);
  keep(new Set([...(elt.tagName === "FORM" ? [elt] : []), ...written]), true);
  document.dispatchEvent(new CustomEvent("drafts:kept"));
});

/* --- Back again ------------------------------------------------------------------------------- */
const formOf = ({ address, fields }) => {
  const forms = [...document.forms].filter((form) => sends(form) && addressOf(form) === address);
  return forms.find((form) => fields.every(([name]) => form.elements.namedItem(name))) ?? forms[0];
};

function fill(form, { fields }) {
  for (const [name, total] of fields.filter(([name]) => name.endsWith("-TOTAL_FORMS"))) {
    const set = form.querySelector(`[data-formset="${CSS.escape(name.replace("-TOTAL_FORMS", ""))}"]`);
    const missing = Number(total) - Number(form.elements.namedItem(name)?.value ?? total);
    for (let row = 0; set && row < missing; row += 1) set.querySelector("[data-formset-add]")?.click();
  }
  const wanted = new Map(fields.map(([name]) => [name, []]));
  for (const [name, value] of fields) wanted.get(name).push(value);
  for (const field of form.elements) {
    if (!field.name || OWN.includes(field.name) || ["file", "password", "submit"].includes(field.type)) continue;
    const values = wanted.get(field.name) ?? [];
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (field.tagName === "SELECT") for (const option of field.options) option.selected = values.includes(option.value);
    else if (values.length) field.value = values.shift();
  }
}

function restore(draft) {
  const form = formOf(draft);
  if (!form) return false;
  fill(form, draft);
  form.dispatchEvent(new Event("input", { bubbles: true })); // it is written and not saved
  form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  form.closest("details")?.setAttribute("open", "");
  const notice = document.getElementById(draft.files ? "draft-back-files" : "draft-back");
  const place = form.closest("table") ? document.querySelector("#content") : form;
  if (notice && place) place.prepend(notice.content.cloneNode(true));
  const first = form.querySelector("textarea, select, input:not([type=hidden])");
  first?.focus();
  if (form.closest("table")) form.dataset.restored = "";
  return true;
}

/* A table's cell saves by itself when it changes; one that was filled again has nothing to change. */
document.addEventListener("focusout", (event) => {
  const { form } = event.target;
  if (!form || !("restored" in form.dataset)) return;
  delete form.dataset.restored;
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
});

const kept = read();
if (document.querySelector("[data-session-ended]")) {
  if (kept) {
    write({ ...kept, ended: true });
    document.querySelector("[data-session-lost]")?.toggleAttribute("hidden", true);
    document.querySelector("[data-session-kept]")?.toggleAttribute("hidden", false);
  }
} else if (person && kept) {
  const mine = kept.ended && kept.person === person ? kept.drafts : [];
  const elsewhere = mine.filter((draft) => !restore(draft) && draft.page !== location.pathname + location.search);
  write(elsewhere.length ? { ...kept, drafts: elsewhere, said: true } : null);
  if (elsewhere.length && !kept.said) {
    toast({ text: text("draftElsewhere"), tone: "info", url: elsewhere[0].page, label: text("draftOpen") });
  }
}
