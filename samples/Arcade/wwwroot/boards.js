// Every <table data-board> of a page is filled, and kept as the leaderboard is on the server.
import { showBoard } from "./board.js";

for (const table of document.querySelectorAll("table[data-board]"))
  showBoard(table, { id: table.dataset.board, partition: table.dataset.partition, limit: Number(table.dataset.limit) });
