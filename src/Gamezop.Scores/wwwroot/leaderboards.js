// Leaderboards as they change: one connection for all boards of a page, which comes back by itself.
import { EventParser } from "./event-parser.js";
import { call, isPlainObject } from "./shared.js";

const firstDelay = 1_000;
const maxDelay = 30_000;
// The server sends a sign of life every 15 seconds.
const maxSilence = 45_000;
const maxBoards = 20;
// A browser has six connections for each site over HTTP/1.1, and hidden tabs must not use them up.
const maxHidden = 60_000;
const maxEntries = 1_000;
const credentialModes = ["omit", "same-origin", "include"];
const streams = new Set();

/** Calls onBoard with the board as it is and again whenever it changes, until the returned function is called. */
export function followLeaderboard(prefix, id, onBoard, options = {}) {
  if (typeof onBoard !== "function") throw new TypeError("onBoard is not a function.");
  const follower = {
    id: String(id),
    window: options.window === "current" ? "" : (options.window ?? ""),
    partition: options.partition ?? "",
    onBoard,
    onConnection: options.onConnection,
  };
  const request = {
    base: withoutSlashes(String(prefix)) + "/live",
    limit: options.limit ?? 10,
    credentials: options.credentials ?? "same-origin",
    headers: options.headers ?? {},
  };
  if (!Number.isInteger(request.limit) || request.limit < 1 || request.limit > 100) throw new TypeError("limit is a whole number from 1 to 100.");
  if (!credentialModes.includes(request.credentials)) throw new TypeError(`credentials is one of ${credentialModes.join(", ")}.`);
  if (typeof request.headers !== "function") request.headers = Object.fromEntries(new Headers(request.headers));
  // The latest first: a board that was sorted out of a shared connection has one of its own, which is younger.
  const stream = [...streams].reverse().find(candidate => candidate.asks(request) && candidate.admits(follower)) ?? new LiveStream(request);
  stream.add(follower);
  const stop = () => follower.stream.remove(follower);
  stop.stop = stop;
  return stop;
}

/** One connection for all boards of a page that ask the same place in the same way. */
class LiveStream {
  #followers = new Set();
  #boards = new Map();
  #request;
  #abort = null;
  #timer = 0;
  #failures = 0;
  #lastEventId = "";
  #isLive = false;
  #served = "";
  #asked = [];
  #silence = 0;
  #hidden = 0;
  #isAway = false;

  constructor(request, only = null) {
    this.#request = request;
    this.only = only;
    streams.add(this);
    window.addEventListener("online", this.#reconnect);
    window.addEventListener("pagehide", this.#close);
    window.addEventListener("pageshow", this.#restore);
    document.addEventListener("visibilitychange", this.#look);
    this.#look();
  }

  asks(request) {
    const { base, limit, credentials, headers } = this.#request;
    return base === request.base && limit === request.limit && credentials === request.credentials && areSame(headers, request.headers);
  }

  // An event names the window by its key, not by "current" or "previous": two windows of one board can't share a connection. Nor can more boards than a request takes.
  admits(follower) {
    if (this.only !== null) return keyOf(follower) === this.only;
    if (new Set([...this.#followers, follower].map(keyOf)).size > maxBoards) return false;
    return [...this.#followers].every(other => other.id !== follower.id || other.partition !== follower.partition || other.window === follower.window);
  }

  add(follower) {
    follower.stream = this;
    this.#followers.add(follower);
    const known = this.#boards.get(keyOf(follower));
    if (known) queueMicrotask(() => this.#followers.has(follower) && call(follower.onBoard, known));
    if (this.#isLive && follower.onConnection) queueMicrotask(() => this.#followers.has(follower) && call(follower.onConnection, this.#isLive));
    this.#schedule(0);
  }

  remove(follower) {
    if (!this.#followers.delete(follower)) return;
    if (this.#followers.size > 0) {
      this.#schedule(0);
      return;
    }
    this.#end();
  }

  #end() {
    this.#close();
    streams.delete(this);
    window.removeEventListener("online", this.#reconnect);
    window.removeEventListener("pagehide", this.#close);
    window.removeEventListener("pageshow", this.#restore);
    document.removeEventListener("visibilitychange", this.#look);
    clearTimeout(this.#hidden);
  }

  // One follower of each board.
  get #first() {
    return [...new Map([...this.#followers].map(follower => [keyOf(follower), follower])).values()];
  }

  #queryOf(followers) {
    const boards = followers.map(({ id, window, partition }) =>
      "leaderboard=" + encodeURIComponent(partition ? `${id},${window || "current"},${partition}` : window ? `${id},${window}` : id));
    return [...boards, "limit=" + encodeURIComponent(this.#request.limit)].join("&");
  }

  // Later, so that all boards which a page adds in one go make one request.
  #schedule(delay) {
    clearTimeout(this.#timer);
    if (!this.#isAway) this.#timer = setTimeout(() => this.#open(), delay);
  }

  #open() {
    const query = this.#queryOf(this.#first);
    if (this.#abort && query === this.#served) return;
    if (query !== this.#served) this.#lastEventId = "";
    this.#abort?.abort();
    this.#served = query;
    this.#asked = this.#first;
    // What isn't asked for any more would be old when somebody follows it again.
    const keys = new Set(this.#asked.map(keyOf));
    for (const key of this.#boards.keys()) if (!keys.has(key)) this.#boards.delete(key);
    const abort = (this.#abort = new AbortController());
    this.#expectLife();
    this.#read(query, abort.signal).catch(() => {}).then(() => {
      // Only the connection of now may ask for the next one.
      if (this.#abort !== abort) return;
      abort.abort();
      this.#abort = null;
      clearTimeout(this.#silence);
      this.#tell(false);
      // Spread out, so that not all pages come back in the same moment.
      this.#schedule(Math.min(maxDelay, firstDelay * 2 ** this.#failures++) * (0.5 + Math.random() / 2));
    });
  }

  // A connection may be dead without a word, after a device has slept or changed its network.
  #expectLife() {
    clearTimeout(this.#silence);
    const abort = this.#abort;
    this.#silence = setTimeout(() => abort?.abort(), maxSilence);
  }

  // What was seen last is said in the query: a header of that name would need a preflight at another origin.
  async #ask(query, signal, lastEventId = "") {
    const { base, credentials, headers } = this.#request;
    const own = typeof headers === "function" ? await callForHeaders(headers) : headers;
    const url = `${base}?${query}${lastEventId && "&lastEventId=" + encodeURIComponent(lastEventId)}`;
    return fetch(url, { headers: { ...own, accept: "text/event-stream" }, signal, cache: "no-store", credentials });
  }

  async #read(query, signal) {
    const response = await this.#ask(query, signal, this.#lastEventId);
    if (!response.ok || !response.headers.get("content-type")?.startsWith("text/event-stream")) {
      await response.body?.cancel();
      if (response.status === 404) await this.#sortOut(signal);
      return;
    }
    this.#tell(true);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser((name, data, lastEventId) => this.#take(name, data, lastEventId));
    for (let chunk = await reader.read(); !chunk.done && !signal.aborted; chunk = await reader.read()) {
      // A board, or a sign of life where nothing has changed.
      this.#failures = 0;
      this.#expectLife();
      parser.push(chunk.value);
    }
  }

  // One board that isn't there must not silence the others: each is asked for by itself, and what isn't there goes on asking by itself.
  async #sortOut(signal) {
    const boards = this.#first;
    if (boards.length < 2) return;
    for (const board of boards) {
      const response = await this.#ask(this.#queryOf([board]), signal);
      await response.body?.cancel();
      if (response.status === 404) this.#moveOut(keyOf(board));
    }
    if (this.#followers.size === 0) this.#end();
  }

  #moveOut(key) {
    const moved = [...this.#followers].filter(follower => keyOf(follower) === key);
    if (moved.length === 0) return;
    const own = new LiveStream(this.#request, key);
    for (const follower of moved) {
      this.#followers.delete(follower);
      own.add(follower);
    }
    // Those who stay are not to wait for what is no fault of theirs.
    this.#failures = 0;
  }

  #take(name, data, lastEventId) {
    this.#lastEventId = lastEventId;
    if (name !== "leaderboard") return;
    let board;
    try {
      board = JSON.parse(data);
    } catch {
      return;
    }
    if (!isPlainObject(board) || !Array.isArray(board.entries) || board.entries.length > maxEntries) return;
    // Of the boards that this connection was asked for: who follows another one since then waits for the next.
    const ofBoard = this.#asked.filter(asked => asked.id === board.id);
    const keys = new Set(ofBoard.filter(asked => ofBoard.length === 1 || isPartition(asked.partition, board.partition ?? "")).map(keyOf));
    for (const key of keys) this.#boards.set(key, board);
    // The function of one may stop another.
    for (const follower of [...this.#followers]) if (keys.has(keyOf(follower)) && this.#followers.has(follower)) call(follower.onBoard, board);
  }

  #tell(isLive) {
    if (this.#isLive === isLive) return;
    this.#isLive = isLive;
    for (const follower of this.#followers) if (follower.onConnection) call(follower.onConnection, isLive);
  }

  // Also where a connection seems to stand: it may be one of the network that has gone.
  #reconnect = () => {
    this.#close();
    this.#schedule(0);
  };

  // A page that waits in the back/forward cache must not hold a connection.
  #close = () => {
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    const abort = this.#abort;
    this.#abort = null;
    abort?.abort();
    this.#tell(false);
  };

  #restore = event => {
    if (event.persisted) this.#schedule(0);
  };

  // A tab that nobody looks at lets go after a while, and is up to date again when somebody does.
  #look = () => {
    clearTimeout(this.#hidden);
    if (document.hidden) {
      this.#hidden = setTimeout(this.#leave, maxHidden);
      return;
    }
    if (!this.#isAway) return;
    this.#isAway = false;
    this.#failures = 0;
    this.#schedule(0);
  };

  #leave = () => {
    this.#isAway = true;
    this.#close();
  };
}

// Not by a pattern: it would be tried at each slash of a text that does not end with one.
function withoutSlashes(text) {
  let end = text.length;
  while (end > 0 && text[end - 1] === "/") end--;
  return text.slice(0, end);
}

async function callForHeaders(headers) {
  try {
    return Object.fromEntries(new Headers(await headers()));
  } catch (error) {
    // A mistake in the page's function is the page's to see; it is called again with the next attempt.
    console.error(error);
    throw error;
  }
}

function areSame(headers, others) {
  if (typeof headers === "function" || typeof others === "function") return headers === others;
  const names = Object.keys(headers);
  return names.length === Object.keys(others).length && names.every(name => headers[name] === others[name]);
}

const keyOf = ({ id, window, partition }) => JSON.stringify([id, window, partition]);

// The server writes countries in capitals; games' codes are longer, and as they are.
const isPartition = (asked, partition) => asked === partition || (asked.length === 2 && asked.toUpperCase() === partition);
