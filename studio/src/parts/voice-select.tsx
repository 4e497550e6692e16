// A voice from a list, by language; the small sibling of the gallery.
import { voices } from "../server/voices";
import { blends } from "../state/choices";
import { languageName, t } from "../words";

interface Properties {
  value: string;
  onChange: (voice: string) => void;
  label?: string;
  withBlends?: boolean;
}

export function VoiceSelect({ value, onChange, label, withBlends }: Properties) {
  const languages = [...new Set(voices.value.map((voice) => voice.language))];
  const mixed = withBlends ? Object.entries(blends.value) : [];
  const known = voices.value.some((v) => v.id === value) || mixed.some(([, spec]) => spec === value);
  return (
    <select
      aria-label={label ?? t("voice")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {!known && <option value={value}>{value}</option>}
      {mixed.length > 0 && (
        <optgroup label={t("your_blends")}>
          {mixed.map(([name, spec]) => (
            <option value={spec}>{name}</option>
          ))}
        </optgroup>
      )}
      {languages.map((tag) => (
        <optgroup label={languageName(tag)}>
          {voices.value
            .filter((voice) => voice.language === tag)
            .map((voice) => (
              <option value={voice.id}>{voice.name}</option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}
