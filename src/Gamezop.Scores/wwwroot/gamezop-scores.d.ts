// Types of gamezop-scores.js, the browser side of Gamezop.Scores.

/** What a single-player game says. A hint for the page, never evidence: only the webhook's scores count. */
export interface ScoreBroadcast {
  /** What happened; `unknown` for a state this version does not know. */
  readonly state: "loaded" | "start" | "playing" | "levelup" | "over" | "unknown";
  /** The state's text as it came. */
  readonly rawState: string;
  /** The score so far, finite, or null when the game did not say. */
  readonly score: number | null;
  /** Milliseconds in this game play so far, never negative, or null when the game did not say. */
  readonly duration: number | null;
  readonly gameCode: string | null;
  readonly gamePlayId: string | null;
  /** The leaderboard at Gamezop that the score belongs to. */
  readonly leaderboard: { readonly id: string | null; readonly name: string | null; readonly description: string | null } | null;
  /** The whole payload as it came. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly event?: undefined;
}

/** What a multiplayer game says, as it came: `match_found`, `match_start`, `match_over`, `go_home`, … */
export interface MultiplayerBroadcast {
  readonly event: string;
  readonly state?: undefined;
  readonly [member: string]: unknown;
}

export type Broadcast = ScoreBroadcast | MultiplayerBroadcast;

/** Stops what returned it; again does nothing. `stop.stop()` is the same. */
export interface Stop {
  (): void;
  readonly stop: () => void;
}

export interface StopListening extends Stop {
  /** How many messages came from the game that were no broadcasts. */
  readonly malformed: number;
}

export interface GameOptions {
  /** The game's origin where it differs from that of the frame's `src`, for example behind a redirect. */
  readonly origin?: string;
}

export interface BridgeOptions {
  /** The window that the game runs in; this one unless set. */
  readonly target?: object;
}

export interface AndroidOptions extends BridgeOptions {
  /** `AndroidBridge` unless another name was agreed on. */
  readonly bridge?: string;
  /** `postMessage` unless another name was agreed on, for example `getGameEvents`. */
  readonly method?: string;
}

export interface IosOptions extends BridgeOptions {
  /** `observer` unless another name was agreed on. */
  readonly handler?: string;
}

/** Reads one message of a game: an object or its JSON, at most 65,536 characters, 16 levels. Null for everything that is none. Never throws. */
export function parseBroadcast(message: unknown): Broadcast | null;

/**
 * Calls `onEvent` for each broadcast of the game in this frame. Taken are only messages from this frame's window and from the origin of its
 * `src`; what is no broadcast is counted and dropped.
 */
export function listenToGame(iframe: HTMLIFrameElement, onEvent: (event: Broadcast) => void, options?: GameOptions): StopListening;

/** For a game in an Android web view: `AndroidBridge.postMessage`. An app's bridge that is there already still gets every message. */
export function listenToAndroid(onEvent: (event: Broadcast) => void, options?: AndroidOptions): StopListening;

/** For a game in a WKWebView: `webkit.messageHandlers.observer.postMessage`. */
export function listenToIos(onEvent: (event: Broadcast) => void, options?: IosOptions): StopListening;

/** For a game in React Native's WebView: `ReactNativeWebView.postMessage`. */
export function listenToReactNative(onEvent: (event: Broadcast) => void, options?: BridgeOptions): StopListening;

/** For a game in a Flutter web view: `FlutterWebView.postMessage`. */
export function listenToFlutter(onEvent: (event: Broadcast) => void, options?: BridgeOptions): StopListening;

export interface LeaderboardEntry {
  readonly rank: number;
  readonly userId: string;
  readonly score: number;
  /** ISO 8601, UTC. */
  readonly achievedAt: string;
  readonly country?: string | null;
  readonly name?: string | null;
  readonly avatar?: string | null;
}

export interface Leaderboard {
  readonly id: string;
  readonly window: { readonly key: string; readonly startsAt?: string | null; readonly endsAt?: string | null; readonly closed: boolean };
  readonly partition: string | null;
  readonly order: "descending" | "ascending";
  readonly total: number;
  readonly entries: readonly LeaderboardEntry[];
}

export interface LeaderboardOptions {
  /** `current` (unless set), `previous`, or a window's key. */
  readonly window?: string;
  /** A partition's key, for boards that have partitions. */
  readonly partition?: string;
  /** How many entries, 1 to 100; 10 unless set. */
  readonly limit?: number;
  /** Whether cookies are sent, as for `fetch`; `same-origin` unless set. For another origin with cookies: `include`. */
  readonly credentials?: "omit" | "same-origin" | "include";
  /** Headers of every request, for example `authorization`; or a function that gives them, called before each connection. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);
  /** Called with true when the connection stands and with false when it is lost, or let go while the page is hidden. It comes back by itself. */
  readonly onConnection?: (isLive: boolean) => void;
}

/**
 * Calls `onBoard` with the board as it is, and again whenever it changes. The boards of a page share one connection, which comes back by
 * itself after growing waits of at most 30 seconds. A page that is hidden for a minute lets go of it until somebody looks at the page again.
 * @param prefix The one of `MapGamezopCompetitions`, for example `/competitions`.
 */
export function followLeaderboard(prefix: string, id: string, onBoard: (board: Leaderboard) => void, options?: LeaderboardOptions): Stop;
