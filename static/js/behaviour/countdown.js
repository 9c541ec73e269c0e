/* Time left to change one's mind: <p data-countdown="ISO time" hidden>… <span data-left></span></p>.
   When it is over the page is read again, because what it offers is over too. */
function show() {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    const left = Math.round((Date.parse(place.dataset.countdown) - Date.now()) / 1000);
    if (left <= 0) {
      // A little later than the hour: the server closes decisions every twenty seconds.
      if (left === -25) location.reload();
      place.hidden = true;
      continue;
    }
    const minutes = Math.floor(left / 60);
    place.querySelector("[data-left]").textContent = `${minutes}:${String(left % 60).padStart(2, "0")}`;
    place.hidden = false;
  }
}

if (document.querySelector("[data-countdown]")) {
  show();
  setInterval(show, 1000);
}
