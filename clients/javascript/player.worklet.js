// Plays samples as they come, on the browser's audio thread: the end of one piece touches the
// beginning of the next, to the sample. Silence while nothing is there; counted, so that a page can
// tell. Messages in: {samples: Float32Array} | {type: "clear"} | {type: "end"}.
// Messages out: {type: "played", played, starved} about ten times a second | {type: "ended"}.

const REPORT = 0.1; // s

class Player extends AudioWorkletProcessor {
  constructor() {
    super();
    this.queue = [];
    this.offset = 0; // of the first piece
    this.played = 0; // samples of speech that have been heard
    this.starved = 0; // samples of silence after speech had begun and before its end
    this.started = false;
    this.ending = false;
    this.reported = 0;
    this.port.onmessage = ({ data }) => this.take(data);
  }

  take(message) {
    if (message.samples) {
      this.queue.push(message.samples);
      this.ending = false;
    } else if (message.type === "clear") {
      this.queue = [];
      this.offset = 0;
      this.started = false;
      this.ending = false;
    } else if (message.type === "end") {
      this.ending = true;
    }
  }

  process(_inputs, outputs) {
    const channel = outputs[0][0];
    let filled = 0;
    while (filled < channel.length && this.queue.length) {
      const piece = this.queue[0];
      const count = Math.min(channel.length - filled, piece.length - this.offset);
      channel.set(piece.subarray(this.offset, this.offset + count), filled);
      filled += count;
      this.offset += count;
      if (this.offset === piece.length) {
        this.queue.shift();
        this.offset = 0;
      }
    }
    for (let other = 1; other < outputs[0].length; other += 1) outputs[0][other].set(channel);
    this.played += filled;
    if (filled) this.started = true;
    if (this.started && !this.ending) this.starved += channel.length - filled;
    if (this.ending && !this.queue.length) {
      this.ending = false;
      this.started = false;
      this.report();
      this.port.postMessage({ type: "ended" });
    } else if (currentTime - this.reported >= REPORT) {
      this.report();
    }
    return true;
  }

  report() {
    this.reported = currentTime;
    this.port.postMessage({ type: "played", played: this.played, starved: this.starved });
  }
}

registerProcessor("kowane-player", Player);
