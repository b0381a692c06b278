// The browser side of Gamezop.Scores: what a game says to the page around it, and leaderboards as they change.
// An ES module without dependencies; its types are in gamezop-scores.d.ts beside it.
export { listenToAndroid, listenToFlutter, listenToGame, listenToIos, listenToReactNative, parseBroadcast } from "./broadcasts.js";
export { followLeaderboard } from "./leaderboards.js";
