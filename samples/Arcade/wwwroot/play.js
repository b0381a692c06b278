// The play page: what the game says is shown at once, and what Gamezop has confirmed counts.
import { listenToGame } from "/_content/Gamezop.Scores/gamezop-scores.js";
import { showBoard } from "./board.js";

const numbers = new Intl.NumberFormat(document.documentElement.lang);
const game = document.getElementById("game");
const board = document.querySelector("table[data-board]");
const me = document.body.dataset.player;
const [score, counted, rank, say] = ["score", "counted", "rank", "say"].map(id => document.getElementById(id));
let ended = null;

// A hint for the eyes: the game runs in the browser, and there anybody can say anything.
listenToGame(game, event => {
  if (typeof event.score === "number") score.textContent = numbers.format(event.score);
  if (event.state === "start") say.textContent = "Playing.";
  if (event.state === "over") {
    ended = event.gamePlayId;
    say.textContent = `${score.textContent} points. Gamezop is confirming …`;
  }
});

// From the webhook, over the server.
document.addEventListener("arcade:score", ({ detail: confirmed }) => {
  if (confirmed.gameCode !== game.dataset.code || confirmed.state === "loaded" || confirmed.state === "start") return;
  counted.textContent = numbers.format(confirmed.score);
  if (confirmed.state === "over" && confirmed.gamePlayId === ended) say.textContent = `${numbers.format(confirmed.score)} points, and they count.`;
});

showBoard(board, { id: board.dataset.board, partition: board.dataset.partition, limit: Number(board.dataset.limit), onBoard: showRank });

async function showRank({ entries, total }) {
  const mine = entries.find(entry => entry.userId === me) ?? (total > entries.length && rank.dataset.known ? await askRank() : null);
  if (!mine) return;
  rank.dataset.known = "yes";
  rank.textContent = numbers.format(mine.rank);
}

// Whoever is not among the first asks for the own place.
async function askRank() {
  const partition = encodeURIComponent(board.dataset.partition);
  const answer = await fetch(`/competitions/leaderboards/${board.dataset.board}/users/${encodeURIComponent(me)}?around=0&partition=${partition}`);
  return answer.ok ? (await answer.json()).entry : null;
}
