// On every page: what the server tells the player who is signed in. It is passed on to the page as events, "arcade:" and their name.
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
  for (const name of ["hello", "score"])
    opened.addEventListener(name, event => document.dispatchEvent(new CustomEvent(`arcade:${name}`, { detail: JSON.parse(event.data) })));
  return opened;
}

if (document.body.dataset.player) {
  document.addEventListener("visibilitychange", listen);
  listen();
}
