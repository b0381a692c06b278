// The browser side of Gamezop.Scores: what a game says to the page around it, and leaderboards as they change.
// An ES module without dependencies; its types are in gamezop-scores.d.ts beside it.

const maxLength = 65_536;
const maxDepth = 16;
const maxNodes = 10_000;
const states = new Set(["loaded", "start", "playing", "levelup", "over"]);

// ---------------------------------------------------------------------------------------------------- broadcasts

/** Reads one message of a game: an object or its JSON. Null for everything that is none. Never throws. */
export function parseBroadcast(message) {
  try {
    const payload = typeof message === "string" ? parseText(message) : message;
    if (!isPlainObject(payload) || !isBounded(payload)) return null;
    const state = own(payload, "state");
    if (typeof state === "string") return singlePlayer(payload, state);
    return typeof own(payload, "event") === "string" ? payload : null;
  } catch {
    return null;
  }
}

/** Calls onEvent for each broadcast of the game in this frame, and for nothing else. Returns a function that stops it. */
export function listenToGame(iframe, onEvent, options = {}) {
  if (!iframe || !("contentWindow" in iframe)) throw new TypeError("listenToGame needs the game's iframe.");
  const receiver = createReceiver(onEvent);
  const onMessage = message => {
    // Both: another frame may have the game's origin, and this frame may have been led to another one.
    const source = iframe.contentWindow;
    if (source === null || message.source !== source || message.origin !== gameOrigin(iframe, options)) return;
    receiver.receive(message.data);
  };
  window.addEventListener("message", onMessage);
  return stopper(() => window.removeEventListener("message", onMessage), receiver);
}

/** For a game in an Android web view: what it sends to AndroidBridge.postMessage, or to the names that were agreed on. */
export function listenToAndroid(onEvent, options = {}) {
  return listenToBridge([options.bridge ?? "AndroidBridge"], options.method ?? "postMessage", onEvent, options);
}

/** For a game in a WKWebView: what it sends to webkit.messageHandlers.observer.postMessage. */
export function listenToIos(onEvent, options = {}) {
  return listenToBridge(["webkit", "messageHandlers", options.handler ?? "observer"], "postMessage", onEvent, options);
}

/** For a game in React Native's WebView: what it sends to ReactNativeWebView.postMessage. */
export function listenToReactNative(onEvent, options = {}) {
  return listenToBridge(["ReactNativeWebView"], "postMessage", onEvent, options);
}

/** For a game in a Flutter web view: what it sends to FlutterWebView.postMessage. */
export function listenToFlutter(onEvent, options = {}) {
  return listenToBridge(["FlutterWebView"], "postMessage", onEvent, options);
}

// The bridge is an object that the game finds in its own window. One that is there already, the app's, still gets every message, and first.
function listenToBridge(path, method, onEvent, options) {
  const receiver = createReceiver(onEvent);
  let holder = options.target ?? window;
  for (const name of path) {
    if (holder[name] === undefined || holder[name] === null) define(holder, name, {});
    holder = holder[name];
  }
  const before = holder[method];
  const bridge = message => {
    if (!receiver.isStopped) receiver.receive(message);
  };
  define(holder, method, function (...args) {
    try {
      if (typeof before === "function") before.apply(holder, args);
    } finally {
      bridge(args[0]);
    }
  });
  const installed = holder[method];
  return stopper(() => {
    // Whoever came after keeps its place; this one is silent then.
    if (holder[method] === installed) define(holder, method, before);
  }, receiver);
}

function createReceiver(onEvent) {
  if (typeof onEvent !== "function") throw new TypeError("onEvent is not a function.");
  const receiver = {
    malformed: 0,
    isStopped: false,
    receive(message) {
      const broadcast = parseBroadcast(message);
      if (broadcast === null) receiver.malformed++;
      else call(onEvent, broadcast);
    },
  };
  return receiver;
}

function stopper(undo, receiver) {
  const stop = () => {
    if (receiver.isStopped) return;
    receiver.isStopped = true;
    undo();
  };
  stop.stop = stop;
  Object.defineProperty(stop, "malformed", { get: () => receiver.malformed });
  return stop;
}

function gameOrigin(iframe, options) {
  try {
    const { origin } = new URL(options.origin ?? iframe.src, document.baseURI);
    // What has no origin of its own (data:, about:, a sandbox) says "null", and so could anybody.
    return origin === "null" ? undefined : origin;
  } catch {
    return undefined;
  }
}

function singlePlayer(payload, state) {
  const leaderboard = own(payload, "leaderboard");
  return {
    state: states.has(state) ? state : "unknown",
    rawState: state,
    score: toNumber(own(payload, "score")),
    duration: toDuration(own(payload, "duration")),
    gameCode: toText(own(payload, "gameCode")),
    gamePlayId: toText(own(payload, "gamePlayId")),
    leaderboard: isPlainObject(leaderboard)
      ? { id: toText(own(leaderboard, "id")), name: toText(own(leaderboard, "name")), description: toText(own(leaderboard, "description")) }
      : null,
    raw: payload,
  };
}

function parseText(text) {
  if (text.length > maxLength) return null;
  const value = JSON.parse(text);
  // The stringified form, once.
  return typeof value === "string" ? JSON.parse(value) : value;
}

// Before anything is read: how much it is, how deep, and whether a careless merge of it would reach into a prototype.
function isBounded(root) {
  let length = 0, nodes = 0;
  const walk = (value, depth) => {
    if (++nodes > maxNodes || depth > maxDepth) return false;
    if (typeof value === "string") return (length += value.length) <= maxLength;
    if (typeof value !== "object" || value === null) return typeof value !== "bigint";
    if (!Array.isArray(value) && !isPlainObject(value)) return false;
    if (Array.isArray(value) && value.length > maxNodes) return false;
    return Object.keys(value).every(key =>
      key !== "__proto__" && key !== "constructor" && key !== "prototype" && (length += key.length) <= maxLength && walk(value[key], depth + 1));
  };
  return walk(root, 1);
}

function isPlainObject(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  // Without a look at Object of this window: the object may come from another one.
  return Object.prototype.toString.call(value) === "[object Object]";
}

const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

const toText = value => (typeof value === "string" && value !== "" ? value : typeof value === "number" && Number.isFinite(value) ? String(value) : null);

function toNumber(value) {
  const number = typeof value === "string" && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

function toDuration(value) {
  const milliseconds = toNumber(value);
  return milliseconds !== null && milliseconds >= 0 ? milliseconds : null;
}

function define(holder, name, value) {
  Object.defineProperty(holder, name, { value, configurable: true, enumerable: true, writable: true });
}

// A mistake in the page's function is the page's to see, and no reason to stop.
function call(action, ...args) {
  try {
    action(...args);
  } catch (error) {
    console.error(error);
  }
}

// ---------------------------------------------------------------------------------------------------- leaderboards

const firstDelay = 1_000;
const maxDelay = 30_000;
const maxEventLength = 1_048_576;
const maxBoards = 20;
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
  const base = String(prefix).replace(/\/+$/, "") + "/live";
  const limit = options.limit ?? 10;
  // The latest first: a board that was sorted out of a shared connection has one of its own, which is younger.
  const stream = [...streams].reverse().find(candidate => candidate.base === base && candidate.limit === limit && candidate.admits(follower)) ?? new LiveStream(base, limit);
  stream.add(follower);
  const stop = () => follower.stream.remove(follower);
  stop.stop = stop;
  return stop;
}

/** One connection for all boards of a page that ask the same place for the same number of entries. */
class LiveStream {
  #followers = new Set();
  #boards = new Map();
  #abort = null;
  #timer = 0;
  #failures = 0;
  #lastEventId = "";
  #isLive = false;
  #served = "";

  constructor(base, limit, only = null) {
    this.base = base;
    this.limit = limit;
    this.only = only;
    streams.add(this);
    window.addEventListener("online", this.#retryNow);
    window.addEventListener("pagehide", this.#close);
    window.addEventListener("pageshow", this.#restore);
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
    if (this.#isLive && follower.onConnection) queueMicrotask(() => call(follower.onConnection, this.#isLive));
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
    window.removeEventListener("online", this.#retryNow);
    window.removeEventListener("pagehide", this.#close);
    window.removeEventListener("pageshow", this.#restore);
  }

  // One follower of each board.
  get #first() {
    return [...new Map([...this.#followers].map(follower => [keyOf(follower), follower])).values()];
  }

  #queryOf(followers) {
    const boards = followers.map(({ id, window, partition }) =>
      "leaderboard=" + encodeURIComponent(partition ? `${id},${window || "current"},${partition}` : window ? `${id},${window}` : id));
    return [...boards, "limit=" + encodeURIComponent(this.limit)].join("&");
  }

  // Later, so that all boards which a page adds in one go make one request.
  #schedule(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), delay);
  }

  #open() {
    const query = this.#queryOf(this.#first);
    if (this.#abort && query === this.#served) return;
    if (query !== this.#served) this.#lastEventId = "";
    this.#abort?.abort();
    this.#served = query;
    const abort = (this.#abort = new AbortController());
    this.#read(query, abort.signal).catch(() => {}).then(() => {
      // Only the connection of now may ask for the next one.
      if (this.#abort !== abort) return;
      abort.abort();
      this.#abort = null;
      this.#tell(false);
      // Spread out, so that not all pages come back in the same moment.
      this.#schedule(Math.min(maxDelay, firstDelay * 2 ** this.#failures++) * (0.5 + Math.random() / 2));
    });
  }

  #ask(query, signal, headers) {
    return fetch(`${this.base}?${query}`, { headers: { accept: "text/event-stream", ...headers }, signal, cache: "no-store", credentials: "same-origin" });
  }

  async #read(query, signal) {
    const response = await this.#ask(query, signal, this.#lastEventId ? { "last-event-id": this.#lastEventId } : {});
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
    const own = new LiveStream(this.base, this.limit, key);
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
    if (!isPlainObject(board) || !Array.isArray(board.entries)) return;
    const ofBoard = [...this.#followers].filter(follower => follower.id === board.id);
    const partitions = new Set(ofBoard.map(follower => follower.partition));
    for (const follower of ofBoard) {
      if (partitions.size > 1 && follower.partition.toUpperCase() !== String(board.partition ?? "").toUpperCase()) continue;
      this.#boards.set(keyOf(follower), board);
      call(follower.onBoard, board);
    }
  }

  #tell(isLive) {
    if (this.#isLive === isLive) return;
    this.#isLive = isLive;
    for (const follower of this.#followers) if (follower.onConnection) call(follower.onConnection, isLive);
  }

  #retryNow = () => {
    if (!this.#abort) this.#schedule(0);
  };

  // A page that waits in the back/forward cache must not hold a connection.
  #close = () => {
    clearTimeout(this.#timer);
    const abort = this.#abort;
    this.#abort = null;
    abort?.abort();
    this.#tell(false);
  };

  #restore = event => {
    if (event.persisted) this.#schedule(0);
  };
}

const keyOf = ({ id, window, partition }) => JSON.stringify([id, window, partition]);

/** Server-sent events, as the HTML standard reads them. */
class EventParser {
  #onEvent;
  #rest = "";
  #name = "";
  #data = [];
  #length = 0;
  #lastEventId = "";

  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  push(text) {
    this.#rest += text;
    // A line feed may still follow a carriage return at the end.
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    if (this.#rest.length > maxEventLength) throw new RangeError("A line of the stream is too long.");
    lines.forEach(line => this.#line(line));
  }

  #line(line) {
    if (line === "") {
      if (this.#data.length > 0) this.#onEvent(this.#name || "message", this.#data.join("\n"), this.#lastEventId);
      this.#name = "";
      this.#data = [];
      this.#length = 0;
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "event") this.#name = value;
    else if (field === "id" && !value.includes("\0")) this.#lastEventId = value;
    else if (field === "data") {
      this.#length += value.length;
      if (this.#length > maxEventLength) throw new RangeError("An event of the stream is too long.");
      this.#data.push(value);
    }
  }
}
