/* A classic script in <head>, run before first paint: the class "js" and the reader's own theme, if any. */
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  /* Storage may be refused; the system's scheme then decides. */
}
