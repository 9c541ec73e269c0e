/* A table's cell saves itself when it is left (form.cell-form, one visible field). On a slow link the answer comes
   while its writer is back in the cell, or has changed it again: it then never takes the cell's place. The totals
   are refreshed, the next save is about the version just made, and a value that has not travelled yet is sent. */
const fieldOf = (form) => form.querySelector("input:not([type=hidden])");
const sentBy = (detail, field) => detail.requestConfig.formData?.get(field.name) ?? field.value;
const waiting = new WeakMap(); // form → the cell as saved, to show once its field is left as it was sent

function cellIn(html, id) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return id ? page.getElementById(id) : null;
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.requestConfig.elt;
  if (!form.matches?.("form.cell-form") || !form.isConnected) return;
  const field = fieldOf(form);
  const sent = sentBy(detail, field);
  if (field !== document.activeElement && field.value === sent) return;
  detail.swapOverride = "none"; // what is beside the cell still comes
  if (detail.xhr.status >= 300) return; // refused: the next save hears it too, about the same version
  const cell = cellIn(detail.serverResponse, detail.target.id);
  const version = cell?.querySelector("[name=version]");
  if (!version) return;
  form.elements.namedItem("version").value = version.value;
  waiting.set(form, { sent, html: cell.outerHTML });
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt;
  if (!detail.successful && detail.xhr.status !== 422) return;
  if (!form.matches?.("form.cell-form") || !form.isConnected) return;
  const field = fieldOf(form);
  if (field === document.activeElement || field.value === sentBy(detail, field)) return;
  setTimeout(() => form.isConnected && field.dispatchEvent(new Event("change", { bubbles: true })));
});

document.addEventListener("focusout", ({ target }) => {
  const saved = waiting.get(target.form);
  if (!saved || target !== fieldOf(target.form)) return;
  waiting.delete(target.form);
  const cell = target.closest(".cell");
  if (target.value === saved.sent) setTimeout(() => window.htmx.swap(cell, saved.html, { swapStyle: "outerHTML" }));
});
