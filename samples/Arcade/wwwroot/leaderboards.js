// The leaderboards page: another game or country is shown in place, without a new page.
import { showBoard } from "./board.js";

const table = document.querySelector("table[data-board]");
const form = document.getElementById("choose");
const place = document.getElementById("place");
const me = document.body.dataset.player;
let rank = null;
let stop = null;

function show() {
  stop?.();
  rank = null;
  delete table.dataset.shown;
  stop = showBoard(table, { id: table.dataset.board, partition: form.partition.value, limit: Number(table.dataset.limit), onBoard: sayPlace });
}

// A live board would talk without end: a screen reader is told only how the player's own rank changes.
function sayPlace(board) {
  const mine = board.entries.find(entry => entry.userId === me);
  if (!mine || mine.rank === rank) return;
  rank = mine.rank;
  place.textContent = `You are at rank ${rank}.`;
}

form.querySelector("button").hidden = true;
form.partition.addEventListener("change", () => {
  const url = new URL(location.href);
  if (form.partition.value) url.searchParams.set("partition", form.partition.value);
  else url.searchParams.delete("partition");
  history.replaceState(null, "", url);
  show();
});
show();
