/* Buttons data-theme-choice="light|dark|system" in the person's menu. */
import { whenPresent } from "./text.js";

const root = document.documentElement;

function current() {
  return root.dataset.theme ?? "system";
}

function show() {
  document.querySelectorAll("[data-theme-choice]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current()));
  });
}

function choose(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    /* Storage refused: the choice lasts as long as the page. */
  }
  show();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (button) choose(button.dataset.themeChoice);
});
window.addEventListener("storage", (event) => {
  if (event.key === "theme") choose(event.newValue ?? "system");
});
whenPresent("[data-theme-choice]", show);
