// One leaderboard, or a tournament's standings, in a table.
import { followLeaderboard } from "/_content/Gamezop.Scores/gamezop-scores.js";

const numbers = new Intl.NumberFormat(document.documentElement.lang);
const countries = new Intl.DisplayNames(document.documentElement.lang, { type: "region" });
const me = document.body.dataset.player;
const pause = 3_000;

/** Shows a leaderboard while anybody looks at the page: a browser allows few connections to a site. Returns a function that ends it. */
export function showBoard(table, { id, partition, limit, onBoard }) {
  const scores = new Map();
  let stop = null;
  const update = () => {
    if (document.hidden) {
      stop?.();
      stop = null;
    } else {
      stop ??= followLeaderboard("/competitions", id, board => {
        render(table, board, scores);
        onBoard?.(board);
      }, { partition: partition || undefined, limit });
    }
  };
  document.addEventListener("visibilitychange", update);
  update();
  return () => {
    document.removeEventListener("visibilitychange", update);
    stop?.();
  };
}

/** Shows a tournament's standings while anybody looks at the page. They are not streamed: the page asks again and again. */
export function showStandings(table, { id, limit, onBoard }) {
  const scores = new Map();
  let shown = null;
  const update = async () => {
    if (document.hidden) return;
    const answer = await fetch(`/competitions/tournaments/${encodeURIComponent(id)}/standings?limit=${limit}`);
    const text = answer.ok ? await answer.text() : shown;
    if (text === shown) return;
    shown = text;
    const board = JSON.parse(text);
    render(table, board, scores);
    onBoard?.(board);
  };
  const updateOrWait = () => update().catch(() => {});
  setInterval(updateOrWait, pause);
  document.addEventListener("visibilitychange", updateOrWait);
  updateOrWait();
}

/** What says the player's place, for <code>onBoard</code>: a live board would talk without end, so a screen reader is told only how the own rank changes. */
export function sayPlace(place) {
  let rank = null;
  return board => {
    const mine = board.entries.find(entry => entry.userId === me);
    if (!mine || mine.rank === rank) return;
    rank = mine.rank;
    place.textContent = `You are at rank ${rank}.`;
  };
}

function render(table, board, scores) {
  const isFirst = !table.dataset.shown;
  table.dataset.shown = board.window.key;
  const rows = board.entries.map(entry => {
    const row = toRow(entry);
    row.classList.toggle("moved", !isFirst && scores.get(entry.userId) !== entry.score);
    return row;
  });
  scores.clear();
  for (const entry of board.entries) scores.set(entry.userId, entry.score);
  table.tBodies[0].replaceChildren(...(rows.length > 0 ? rows : [emptyRow()]));
  const total = table.parentElement.querySelector(".total");
  total.hidden = board.total <= board.entries.length;
  total.textContent = `${numbers.format(board.total)} players in all.`;
}

function toRow(entry) {
  const row = document.createElement("tr");
  if (entry.userId === me) row.className = "mine";
  const rank = cell("td", "rank");
  rank.append(span(`medal medal-${entry.rank}`, numbers.format(entry.rank)));
  const player = cell("th", "player");
  player.scope = "row";
  // Names come from other users: as text, never as HTML.
  const who = cell("div", "");
  who.append(entry.avatar ? picture(entry.avatar) : span("no-picture", ""));
  who.append(span("name", entry.name ?? entry.userId));
  if (entry.userId === me) who.append(span("you", "you"));
  player.append(who);
  const country = cell("td", "country", entry.country ? (countries.of(entry.country) ?? entry.country) : "");
  row.append(rank, player, country, cell("td", "number", numbers.format(entry.score)));
  return row;
}

function emptyRow() {
  const row = document.createElement("tr");
  const only = cell("td", "note", "Nobody is here yet. Be the first.");
  only.colSpan = 4;
  row.append(only);
  return row;
}

function cell(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

const span = (className, text) => cell("span", className, text);

function picture(url) {
  const image = new Image(28, 28);
  image.src = url;
  image.alt = "";
  return image;
}
