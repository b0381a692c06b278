// On every page: what the server tells the player who is signed in. It is passed on to the page as events, "arcade:" and their name.
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const toastTime = 8_000;
let source = null;

function listen() {
  if (document.hidden) {
    source?.close();
    source = null;
    return;
  }
  source ??= open();
}

function open() {
  const opened = new EventSource("/me/live");
  for (const name of ["hello", "score", "coins"])
    opened.addEventListener(name, event => document.dispatchEvent(new CustomEvent(`arcade:${name}`, { detail: JSON.parse(event.data) })));
  return opened;
}

document.addEventListener("arcade:coins", ({ detail: { coins, reason, balance } }) => {
  for (const place of document.querySelectorAll("[data-coins]")) place.textContent = numbers.format(balance);
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = `+${numbers.format(coins)} coins: ${reason}`;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), toastTime);
});

// On a phone the menu is wider than the screen: where one is belongs in sight.
for (const here of document.querySelectorAll("nav [aria-current]")) here.scrollIntoView({ block: "nearest", inline: "center" });

if (document.body.dataset.player) {
  document.addEventListener("visibilitychange", listen);
  listen();
}
