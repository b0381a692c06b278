// The page of a tournament: its standings.
import { sayPlace, showStandings } from "./board.js";

const table = document.querySelector("table[data-board]");
showStandings(table, { id: table.dataset.board, limit: Number(table.dataset.limit), onBoard: sayPlace(document.getElementById("place")) });
