/* A form is sent once. While it travels its buttons are disabled and the one that was pressed says so;
   an error, or coming back with the browser's arrow, gives them back. data-may-repeat lifts the rule. */
const buttonsOf = (form) =>
  [...form.elements].filter((element) => element.type === "submit" && element.tagName === "BUTTON");

function hold(form, submitter) {
  form.dataset.sending = "";
  (submitter ?? buttonsOf(form)[0])?.setAttribute("aria-busy", "true");
  // After the event, or the browser would leave the pressed button's name out of what it sends.
  setTimeout(() => {
    for (const button of buttonsOf(form)) {
      if (button.disabled) continue;
      button.disabled = true;
      button.dataset.held = "";
    }
  });
}

function release(form) {
  delete form.dataset.sending;
  for (const button of buttonsOf(form)) {
    button.removeAttribute("aria-busy");
    if ("held" in button.dataset) button.disabled = false;
    delete button.dataset.held;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("mayRepeat" in form.dataset || form.method === "dialog" || form.target === "_blank") return;
  const byHtmx = form.matches("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]");
  if ("sending" in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (byHtmx || event.defaultPrevented) return; // htmx's own events below
  hold(form, event.submitter);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (elt.tagName === "FORM") hold(elt, requestConfig?.triggeringEvent?.submitter);
  else if (elt.tagName === "BUTTON") elt.setAttribute("aria-busy", "true");
});

for (const name of ["htmx:afterRequest", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const { elt } = event.detail;
    if (elt.tagName === "FORM") setTimeout(release, 0, elt);
    else if (elt.tagName === "BUTTON") elt.removeAttribute("aria-busy");
  });
}

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
});
