// What has been spoken before, in this browser.
import { voiceName } from "../server/voices";
import { history, type Past } from "../state/choices";
import { shown, t } from "../words";
import { Icon } from "./icons";

export function History({ onUse }: { onUse: (past: Past) => void }) {
  const when = new Intl.DateTimeFormat(shown.value, { dateStyle: "medium", timeStyle: "short" });
  return (
    <section class="history" aria-label={t("history")}>
      <div class="row">
        <h2>{t("history")}</h2>
        {history.value.length > 0 && (
          <button type="button" class="quiet" onClick={() => (history.value = [])}>
            {t("history_clear")}
          </button>
        )}
      </div>
      {history.value.length === 0 && <p class="hint">{t("history_empty")}</p>}
      <ul>
        {history.value.map((past) => (
          <li key={past.at}>
            <button
              type="button"
              class="past"
              onClick={() => onUse(past)}
            >
              <span class="said">{past.text}</span>
              <span class="hint">
                {voiceName(past.voice)} · {when.format(past.at)}
              </span>
            </button>
            <button
              type="button"
              class="quiet"
              aria-label={`${t("remove")}: ${past.text.slice(0, 40)}`}
              onClick={() => (history.value = history.value.filter((other) => other !== past))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
