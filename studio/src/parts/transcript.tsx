// The text as it is being spoken: the word that is heard is marked, a click jumps to a word.
import { useEffect, useRef } from "preact/hooks";
import type { Word } from "../speech/transport";
import type { Utterance } from "../speech/utterance";

interface Properties {
  utterance: Utterance;
  /** What is shown, where it is not the order's own input. */
  text?: string;
  /** A word of the input at its place in that text. */
  place?: (word: Word) => Word;
}

export function Transcript({ utterance, text, place }: Properties) {
  const box = useRef<HTMLDivElement>(null);
  const { words, order } = utterance;
  const placed = place ? words.value.map(place) : words.value;
  useEffect(
    () =>
      utterance.word.subscribe((at) => {
        const said = box.current?.querySelector(".heard");
        const now = at < 0 ? null : box.current?.querySelector(`[data-words~="${at}"]`);
        if (said === now) return;
        said?.classList.remove("heard");
        said?.removeAttribute("aria-current");
        if (!now) return;
        now.classList.add("heard");
        now.setAttribute("aria-current", "true");
        now.scrollIntoView({ block: "nearest" });
      }),
    [utterance, words.value],
  );
  return (
    <div class="transcript" ref={box}>
      {pieces(text ?? order.input, placed).map((piece) =>
        piece.first === null ? (
          piece.text
        ) : (
          <button
            type="button"
            tabIndex={-1}
            key={piece.at}
            data-words={piece.words.join(" ")}
            onClick={() => {
              utterance.seek(piece.first!.start);
              utterance.play(true);
            }}
          >
            {piece.text}
          </button>
        ),
      )}
    </div>
  );
}

interface Piece {
  at: number;
  text: string;
  first: Word | null;
  /** Indices of the words that are spoken of it: two of "$5". */
  words: number[];
}

function pieces(text: string, words: readonly Word[]): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  words.forEach((word, index) => {
    const last = found.at(-1);
    if (last && word.char_start < at) {
      last.words.push(index);
      return;
    }
    if (word.char_start > at)
      found.push({ at, text: text.slice(at, word.char_start), first: null, words: [] });
    at = Math.max(word.char_start, word.char_end);
    const piece = text.slice(word.char_start, at);
    found.push({ at: word.char_start, text: piece, first: word, words: [index] });
  });
  if (at < text.length) found.push({ at, text: text.slice(at), first: null, words: [] });
  return found;
}
