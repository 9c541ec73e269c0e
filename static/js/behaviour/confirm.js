/* data-confirm="Question" on a button, a link or a form; data-confirm-detail, data-confirm-action ("Supprimer")
   and data-confirm-tone="bad" complete it. One native dialog, #confirm, serves the page. */
const dialog = document.getElementById("confirm");
const agreed = new WeakSet();

export function ask(element, question = element.dataset.confirm) {
  if (!dialog) return Promise.resolve(window.confirm(question));
  const { confirmDetail = "", confirmAction, confirmTone } = element.dataset;
  const yes = dialog.querySelector("[value=yes]");
  dialog.querySelector("h2").textContent = question;
  dialog.querySelector("p").textContent = confirmDetail;
  dialog.querySelector("p").hidden = !confirmDetail;
  yes.textContent = confirmAction || yes.dataset.default;
  yes.classList.toggle("danger", confirmTone === "bad");
  dialog.returnValue = "";
  dialog.showModal();
  // Enter must not destroy anything: the cursor starts on the way out.
  dialog.querySelector(confirmTone === "bad" ? "[value=no]" : "[value=yes]").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

const isHtmx = (element) => element.matches("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]");

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const asked = event.submitter?.matches("[data-confirm]") ? event.submitter : form.closest("form[data-confirm]");
    if (!asked || isHtmx(form) || (event.submitter && isHtmx(event.submitter))) return;
    if (agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    ask(asked).then((yes) => {
      if (!yes) return;
      agreed.add(form);
      form.requestSubmit(submitter);
    });
  },
  true,
);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-confirm]");
  if (!link || isHtmx(link) || event.defaultPrevented) return;
  event.preventDefault();
  ask(link).then((yes) => yes && window.location.assign(link.href));
});

document.addEventListener("htmx:confirm", (event) => {
  const { elt, triggeringEvent, question, issueRequest } = event.detail;
  const submitter = triggeringEvent?.submitter;
  const asked = [submitter, elt].find((element) => element?.matches?.("[data-confirm]"));
  if (!asked && !question) return;
  event.preventDefault();
  ask(asked ?? elt, asked?.dataset.confirm ?? question).then((yes) => yes && issueRequest(true));
});
