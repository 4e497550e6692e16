// Play, pause, seek: the controls of one utterance.
import type { Utterance } from "../speech/utterance";
import { clock, number, t } from "../words";
import { Icon } from "./icons";
import { Notice } from "./notice";
import { Waveform } from "./waveform";

export function Player({ utterance, retry }: { utterance: Utterance; retry?: () => void }) {
  const { playing, phase, position, duration, failure, arrivedAfter } = utterance;
  return (
    <div class="player" data-phase={phase.value} data-playing={playing.value}>
      <div class="row">
        <button
          type="button"
          class="round"
          aria-label={playing.value ? t("pause") : t("play")}
          onClick={() => utterance.toggle()}
        >
          <Icon name={playing.value ? "pause" : "play"} />
        </button>
        <Waveform utterance={utterance} />
        <span class="times" aria-hidden="true">
          {clock(position.value)}
          <span> / {clock(duration.value)}</span>
        </span>
      </div>
      <p class="hint" role="status">
        {phase.value === "waiting"
          ? t("waiting")
          : arrivedAfter.value !== null && t("first_sound", number(arrivedAfter.value))}
      </p>
      {failure.value && <Notice failure={failure.value} retry={retry} />}
    </div>
  );
}
