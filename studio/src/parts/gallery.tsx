// All voices, to hear and to choose from.
import { useSignal } from "@preact/signals";
import { gradeOf, sampleFor, voices, voicesFailure, loadVoices, type Voice } from "../server/voices";
import { Utterance } from "../speech/utterance";
import { blends } from "../state/choices";
import { languageName, t } from "../words";
import { Icon } from "./icons";
import { Notice } from "./notice";

interface Properties {
  chosen: string;
  onChoose: (voice: string) => void;
}

export function Gallery({ chosen, onChoose }: Properties) {
  const wanted = useSignal("");
  const gender = useSignal("");
  const sample = useSignal<Utterance | null>(null);
  const languages = [...new Set(voices.value.map((voice) => voice.language))];
  const found = voices.value.filter(
    (voice) =>
      (!wanted.value || voice.language === wanted.value) &&
      (!gender.value || voice.gender === gender.value),
  );
  const hear = (voice: Voice) => {
    const text = sampleFor(voice.language);
    const same = sample.value?.order.voice === voice.id && sample.value.playing.value;
    sample.value?.stop();
    sample.value = same ? null : new Utterance({ input: text, voice: voice.id });
  };
  return (
    <div class="gallery">
      {voicesFailure.value && <Notice failure={voicesFailure.value} retry={loadVoices} />}
      <div class="row">
        <select
          aria-label={t("all_languages")}
          value={wanted.value}
          onChange={(event) => (wanted.value = event.currentTarget.value)}
        >
          <option value="">{t("all_languages")}</option>
          {languages.map((tag) => (
            <option value={tag}>{languageName(tag)}</option>
          ))}
        </select>
        <select
          aria-label={t("all_genders")}
          value={gender.value}
          onChange={(event) => (gender.value = event.currentTarget.value)}
        >
          <option value="">{t("all_genders")}</option>
          <option value="female">{t("female")}</option>
          <option value="male">{t("male")}</option>
        </select>
      </div>
      {sample.value?.failure.value && <Notice failure={sample.value.failure.value} />}
      {!wanted.value && !gender.value && Object.keys(blends.value).length > 0 && (
        <Group name={t("your_blends")}>
          {Object.entries(blends.value).map(([name, spec]) => (
            <Card
              voice={{ id: spec, name, language: "", gender: "" }}
              chosen={spec === chosen}
              onChoose={() => onChoose(spec)}
            />
          ))}
        </Group>
      )}
      {languages
        .filter((tag) => found.some((voice) => voice.language === tag))
        .map((tag) => (
          <Group name={languageName(tag)} key={tag}>
            {found
              .filter((voice) => voice.language === tag)
              .map((voice) => (
                <Card
                  key={voice.id}
                  voice={voice}
                  chosen={voice.id === chosen}
                  playing={sample.value?.order.voice === voice.id && sample.value.playing.value}
                  onHear={() => hear(voice)}
                  onChoose={() => onChoose(voice.id)}
                />
              ))}
          </Group>
        ))}
      <p class="hint">{t("grade_why")}</p>
    </div>
  );
}

function Group({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <section>
      <h3>{name}</h3>
      <ul class="cards">{children}</ul>
    </section>
  );
}

interface CardProperties {
  voice: Voice;
  chosen: boolean;
  playing?: boolean;
  onHear?: () => void;
  onChoose: () => void;
}

function Card({ voice, chosen, playing = false, onHear, onChoose }: CardProperties) {
  const grade = gradeOf(voice.id);
  return (
    <li class={chosen ? "card chosen" : "card"}>
      <button
        type="button"
        class="choose"
        aria-pressed={chosen}
        data-voice={voice.id}
        onClick={onChoose}
      >
        <span class="name">{voice.name}</span>
        <span class="about">
          {voice.gender ? t(voice.gender === "male" ? "male" : "female") : voice.id}
          {grade && ` · ${t("grade", grade)}`}
        </span>
      </button>
      {onHear && (
        <button
          type="button"
          class="quiet"
          aria-label={t("hear_sample", voice.name)}
          aria-pressed={playing}
          data-sample={voice.id}
          onClick={onHear}
        >
          <Icon name={playing ? "stop" : "speaker"} />
        </button>
      )}
    </li>
  );
}
