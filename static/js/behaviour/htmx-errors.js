/* A partial that did not come is said in words; nothing fails in silence. */
import { text } from "./text.js";
import { toast } from "./toasts.js";

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  const key = { 403: "forbidden", 404: "gone", 409: "conflict", 413: "tooLong" }[status] ?? "serverError";
  toast({ text: text(key), tone: "bad" });
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => toast({ text: text("offline"), tone: "bad" }));
}
