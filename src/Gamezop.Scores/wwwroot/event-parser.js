const maxEventLength = 1_048_576;

/** Server-sent events, as the HTML standard reads them. */
export class EventParser {
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
