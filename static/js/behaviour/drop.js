/* [data-drop]: the file input covers the zone, so the browser itself takes the drop; names and sizes are shown,
   and a file larger than data-max-bytes is refused in words before it travels. */
import { text } from "./text.js";

const number = (value, digits = 0) =>
  new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: digits }).format(value);

function size(bytes) {
  const units = text("units").split(" ");
  let step = 0;
  while (bytes >= 1000 && step < units.length - 1) {
    bytes /= 1000;
    step += 1;
  }
  return `${number(bytes, step > 1 ? 1 : 0)}\u202f${units[step]}`;
}

document.addEventListener("change", (event) => {
  const zone = event.target.closest?.("[data-drop]");
  if (!zone || event.target.type !== "file") return;
  zone.classList.remove("over");
  const most = Number(zone.dataset.maxBytes || Infinity);
  const list = zone.querySelector("[data-drop-files]");
  const files = [...event.target.files];
  list.replaceChildren(
    ...files.map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} · ${size(file.size)}`;
      if (file.size > most) {
        line.className = "bad";
        line.textContent = text("tooLarge", { name: file.name, size: size(file.size), most: size(most) });
      }
      return line;
    }),
  );
  const tooLarge = files.some((file) => file.size > most);
  event.target.setCustomValidity(tooLarge ? list.textContent : "");
});

for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => event.target.closest?.("[data-drop]")?.classList.toggle("over", over));
}
