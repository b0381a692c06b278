// <time datetime="…">: in the reader's own time zone and manner. What the server writes is UTC.
const day = 24 * 3_600_000;
const near = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const far = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function show() {
  for (const place of document.querySelectorAll("time[datetime]:not([title])")) {
    const at = new Date(place.dateTime);
    place.title = place.textContent;
    place.textContent = (Math.abs(at - Date.now()) < day ? near : far).format(at);
  }
}

document.addEventListener("arcade:fresh", show);
show();
