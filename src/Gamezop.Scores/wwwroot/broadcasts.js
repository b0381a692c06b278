// What a game says to the page around it, or to the bridge of the app that shows it.
import { call, isPlainObject } from "./shared.js";

const maxLength = 65_536;
const maxDepth = 16;
const maxNodes = 10_000;
const maxNumberLength = 1_024;
// Without two ways to read a digit: a text of many digits that is no number would be tried in all of them.
const numberText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const states = new Set(["loaded", "start", "playing", "levelup", "over"]);

/** Reads one message of a game: an object or its JSON. Null for everything that is none. Never throws. */
export function parseBroadcast(message) {
  try {
    const payload = typeof message === "string" ? parseText(message) : message;
    if (!isPlainObject(payload) || !isBounded(payload)) return null;
    const state = own(payload, "state"), event = own(payload, "event");
    if (typeof state === "string" && state !== "") return singlePlayer(payload, state);
    return typeof event === "string" && event !== "" ? payload : null;
  } catch {
    return null;
  }
}

/** Calls onEvent for each broadcast of the game in this frame, and for nothing else. Returns a function that stops it. */
export function listenToGame(iframe, onEvent, options = {}) {
  if (!iframe || !("contentWindow" in iframe)) throw new TypeError("listenToGame needs the game's iframe.");
  const agreed = options.origin === undefined ? undefined : originOf(options.origin);
  if (agreed === null) throw new TypeError("The game's origin is said as a whole, for example https://games.example.");
  const receiver = createReceiver(onEvent);
  const onMessage = message => {
    // Both: another frame may have the game's origin, and this frame may have been led to another one.
    const source = iframe.contentWindow;
    if (source === null || message.source !== source || message.origin !== (agreed ?? originOf(iframe.src))) return;
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
  const undone = [];
  const undo = () => undone.splice(0).reverse().forEach(step => step());
  let parent = null, holder = options.target ?? window;
  for (const name of path) {
    if (holder[name] === undefined || holder[name] === null) undone.push(put(holder, name, {}));
    [parent, holder] = [holder, holder[name]];
  }
  const before = holder[method];
  const bridge = (...args) => {
    try {
      // What the app answers is the game's.
      if (typeof before === "function") return before.apply(holder, args);
    } finally {
      if (!receiver.isStopped) receiver.receive(args[0]);
    }
  };
  undone.push(put(holder, method, bridge));
  if (holder[method] !== bridge) {
    // Of the app's own code, or frozen: it can't be changed, but something else can stand in its place.
    const name = path.at(-1);
    const standIn = createStandIn(holder, method, bridge);
    undone.push(put(parent, name, standIn));
    if (parent[name] !== standIn) {
      undo();
      throw new TypeError(`${path.join(".")} can't be listened to: the app does not let it be replaced.`);
    }
  }
  return stopper(undo, receiver);
}

function createStandIn(holder, method, bridge) {
  const get = (_, name) => name === method ? bridge : typeof holder[name] === "function" ? holder[name].bind(holder) : holder[name];
  return new Proxy({}, { get, has: (_, name) => name in holder });
}

/** Puts a value where it may go. Returns what puts back what was there before, exactly; whoever came after keeps its place. */
function put(holder, name, value) {
  const before = Object.getOwnPropertyDescriptor(holder, name);
  if (!Reflect.defineProperty(holder, name, { value, configurable: true, enumerable: true, writable: true })) return () => {};
  return () => {
    // An object that was made here may have become somebody else's too.
    if (holder[name] !== value || Object.keys(value).length > 0) return;
    if (before) Reflect.defineProperty(holder, name, before);
    else Reflect.deleteProperty(holder, name);
  };
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

/** Null for what has none of its own (data:, about:, nothing at all): it says "null", and so could anybody. */
function originOf(url) {
  try {
    const { origin } = new URL(url);
    return origin === "null" ? null : origin;
  } catch {
    return null;
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

const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

const toText = value => (typeof value === "string" && value !== "" ? value : typeof value === "number" && Number.isFinite(value) ? String(value) : null);

function toNumber(value) {
  const number = typeof value === "string" && value.length <= maxNumberLength && numberText.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

function toDuration(value) {
  const milliseconds = toNumber(value);
  return milliseconds !== null && milliseconds >= 0 ? milliseconds : null;
}
