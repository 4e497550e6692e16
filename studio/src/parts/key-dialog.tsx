// Where the API key is entered.
import { useSignal } from "@preact/signals";
import { loadVoices } from "../server/voices";
import { key, keyAsked, remembered } from "../state/choices";
import { t } from "../words";
import { Dialog } from "./dialog";

export function KeyDialog() {
  const entered = useSignal(key.value);
  const close = () => (keyAsked.value = false);
  const save = (event: Event) => {
    event.preventDefault();
    key.value = entered.value.trim();
    close();
    void loadVoices();
  };
  return (
    <Dialog title={t("api_key")} onClose={close}>
      <form onSubmit={save}>
        <p>{t("key_why")}</p>
        <input
          type="password"
          aria-label={t("api_key")}
          autocomplete="off"
          value={entered.value}
          onInput={(event) => (entered.value = event.currentTarget.value)}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={remembered.value}
            onChange={(event) => (remembered.value = event.currentTarget.checked)}
          />
          {t("key_remember")}
        </label>
        <div class="row end">
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button class="main">{t("save")}</button>
        </div>
      </form>
    </Dialog>
  );
}
