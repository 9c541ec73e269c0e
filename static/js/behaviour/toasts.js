/* Toasts: Django's messages rendered in the page, and the `toast` event of an HX-Trigger header:
   {"toast": {"text": "…", "tone": "ok|warn|bad|info", "url": "…", "label": "…"}} (or a list of them, or a string). */
const LIFE = { ok: 5000, info: 6000 }; // what went wrong stays until it is read

function dismiss(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 200);
}

function arm(toast) {
  const life = LIFE[toast.dataset.tone];
  if (!life || toast.querySelector("a")) return;
  let timer = setTimeout(dismiss, life, toast);
  for (const stop of ["mouseenter", "focusin"]) toast.addEventListener(stop, () => clearTimeout(timer));
  for (const go of ["mouseleave", "focusout"]) {
    toast.addEventListener(go, () => {
      clearTimeout(timer);
      timer = setTimeout(dismiss, life, toast);
    });
  }
}

export function toast({ text, tone = "ok", url = "", label = "" }) {
  const place = document.getElementById("toasts");
  const template = document.getElementById(`toast-${tone}`) ?? document.getElementById("toast-ok");
  if (!place || !template || !text) return;
  const node = template.content.firstElementChild.cloneNode(true);
  const words = node.querySelector("[data-text]");
  words.textContent = text;
  if (url) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = label || url;
    words.append(" ", link);
  }
  place.append(node);
  arm(node);
}

document.querySelectorAll("#toasts .toast").forEach(arm);

document.addEventListener("click", (event) => {
  const button = event.target.closest(".toast-close");
  if (button) dismiss(button.closest(".toast"));
});

document.addEventListener("toast", (event) => {
  const detail = event.detail?.value ?? event.detail;
  for (const item of Array.isArray(detail) ? detail : [detail]) {
    toast(typeof item === "string" ? { text: item } : item);
  }
});
