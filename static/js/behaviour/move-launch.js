/* A launch is moved by dragging its wave: [data-move-launch="address"] [data-launch="ISO date"] [data-day="pixels"].
   Dropping it opens the page that tells what the move would change; nothing moves before somebody says yes there.
   The link «Déplacer» of the same lane leads to that page from the keyboard and on a touch screen. */
let held = null;

function shifted(bar, days) {
  const day = new Date(`${bar.dataset.launch}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day;
}

function draw() {
  const { bar, note, days } = held;
  bar.setAttribute("transform", `translate(${days * Number(bar.dataset.day)} 0)`);
  note.setAttribute("x", Number(bar.getAttribute("x")) + days * Number(bar.dataset.day));
  note.textContent = days
    ? new Intl.DateTimeFormat(document.documentElement.lang, {
        weekday: "long",
        day: "numeric",
        month: "long",
        timeZone: "UTC",
      }).format(shifted(bar, days))
    : "";
}

function release() {
  held.bar.removeAttribute("transform");
  held.note.remove();
  held = null;
}

document.addEventListener("pointerdown", (event) => {
  const bar = event.target.closest?.("[data-move-launch]");
  if (!bar || event.button !== 0 || event.pointerType === "touch") return;
  event.preventDefault();
  const note = document.createElementNS(bar.namespaceURI, "text");
  note.setAttribute("class", "bar-text move-note");
  note.setAttribute("y", Number(bar.getAttribute("y")) - 2);
  bar.ownerSVGElement.append(note);
  held = { bar, note, from: event.clientX, days: 0 };
});

document.addEventListener("pointermove", (event) => {
  if (!held) return;
  held.days = Math.round((event.clientX - held.from) / Number(held.bar.dataset.day));
  draw();
});

document.addEventListener("pointerup", () => {
  if (!held) return;
  const { bar, days } = held;
  release();
  if (days) location.assign(`${bar.dataset.moveLaunch}?le=${shifted(bar, days).toISOString().slice(0, 10)}#apercu`);
});

document.addEventListener("pointercancel", () => held && release());
document.addEventListener("keydown", (event) => held && event.key === "Escape" && release());
