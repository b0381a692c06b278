// The leaderboards page: another game or country is shown in place, without a new page.
import { sayPlace, showBoard } from "./board.js";

const table = document.querySelector("table[data-board]");
const form = document.getElementById("choose");
const place = document.getElementById("place");
let stop = null;

function show() {
  stop?.();
  delete table.dataset.shown;
  stop = showBoard(table, { id: table.dataset.board, partition: form.partition.value, limit: Number(table.dataset.limit), onBoard: sayPlace(place) });
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
