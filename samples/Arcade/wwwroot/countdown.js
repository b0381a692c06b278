// <… data-until="2026-11-23T12:00:00Z">: how long it is until then, to the second.
function tick() {
  for (const place of document.querySelectorAll("[data-until]")) {
    const left = Math.max(0, Math.round((Date.parse(place.dataset.until) - Date.now()) / 1_000));
    const [hours, minutes, seconds] = [Math.floor(left / 3_600), Math.floor(left / 60) % 60, left % 60];
    place.textContent = `${hours > 0 ? `${hours} h ` : ""}${hours > 0 || minutes > 0 ? `${minutes} min ` : ""}${seconds} s`;
  }
}

setInterval(tick, 1_000);
document.addEventListener("arcade:fresh", tick);
tick();
