// Parts of a page that change on the server, <… id="…" data-fresh>: fetched anew while somebody looks at the page.
const pause = 3_000;
const served = new Map([...document.querySelectorAll("[data-fresh]")].map(part => [part.id, part.textContent]));
let isBusy = false;

async function refresh() {
  if (document.hidden || isBusy) return;
  isBusy = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (answer.ok && !answer.redirected) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The next time, then.
  } finally {
    isBusy = false;
  }
}

function show(page) {
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const fresh = page.getElementById(part.id);
    // What hasn't changed stays, and so does what somebody is about to press.
    if (!fresh || fresh.textContent === served.get(part.id) || part.contains(document.activeElement)) continue;
    served.set(part.id, fresh.textContent);
    part.replaceWith(document.adoptNode(fresh));
  }
  document.dispatchEvent(new Event("arcade:fresh"));
}

setInterval(refresh, pause);
document.addEventListener("visibilitychange", refresh);
document.addEventListener("arcade:coins", refresh);
