// The play page: what the game says is shown at once, and what Gamezop has confirmed counts.
import { listenToGame } from "/_content/Gamezop.Scores/gamezop-scores.js";

const numbers = new Intl.NumberFormat(document.documentElement.lang);
const game = document.getElementById("game");
const me = document.body.dataset.player;
const [score, counted, rank, say] = ["score", "counted", "rank", "say"].map(id => document.getElementById(id));
let ended = null;

// A hint for the eyes: the game runs in the browser, and there anybody can say anything.
listenToGame(game, event => {
  if (event.score !== null) score.textContent = numbers.format(event.score);
  if (event.state === "start") say.textContent = "Playing.";
  if (event.state === "over") {
    ended = event.gamePlayId;
    say.textContent = `${score.textContent} points. Gamezop is confirming …`;
  }
});

// From the webhook, over the server.
document.addEventListener("arcade:score", ({ detail: confirmed }) => {
  if (confirmed.gameCode !== game.dataset.code) return;
  counted.textContent = numbers.format(confirmed.score);
  if (confirmed.state === "over" && confirmed.gamePlayId === ended) say.textContent = `${numbers.format(confirmed.score)} points, and they count.`;
  showRank();
});

async function showRank() {
  const answer = await fetch(`/competitions/leaderboards/day/users/${encodeURIComponent(me)}?around=0&partition=${encodeURIComponent(game.dataset.code)}`);
  if (answer.ok) rank.textContent = numbers.format((await answer.json()).entry.rank);
}

showRank();
