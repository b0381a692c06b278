const maxLineLength = 1_048_576;
const maxEventLength = 1_048_576;
// Ids go back to the server in a URL.
const maxIdLength = 1_024;
const carriageReturn = 13, lineFeed = 10;

/** Server-sent events, as the HTML standard reads them. Each character is looked at once, whatever pieces the text comes in. */
export class EventParser {
  #onEvent;
  // The line that isn't complete yet.
  #pieces = [];
  #pieceLength = 0;
  #skipLineFeed = false;
  #name = "";
  #data = [];
  #length = 0;
  #lastEventId = "";

  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  push(text) {
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code !== carriageReturn && code !== lineFeed) {
        this.#skipLineFeed = false;
        continue;
      }
      // A line feed may follow a carriage return, in the next piece too.
      if (code === lineFeed && this.#skipLineFeed) {
        this.#skipLineFeed = false;
        start = at + 1;
        continue;
      }
      this.#skipLineFeed = code === carriageReturn;
      this.#keep(text.slice(start, at));
      this.#line(this.#pieces.join(""));
      this.#pieces = [];
      this.#pieceLength = 0;
      start = at + 1;
    }
    this.#keep(text.slice(start));
  }

  #keep(piece) {
    if (piece === "") return;
    this.#pieceLength += piece.length;
    if (this.#pieceLength > maxLineLength) throw new RangeError("A line of the stream is too long.");
    this.#pieces.push(piece);
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
    else if (field === "id" && value.length <= maxIdLength && !value.includes("\0")) this.#lastEventId = value;
    else if (field === "data") {
      // An empty line takes room too.
      this.#length += value.length + 1;
      if (this.#length > maxEventLength) throw new RangeError("An event of the stream is too long.");
      this.#data.push(value);
    }
  }
}
