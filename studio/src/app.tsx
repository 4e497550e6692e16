// The frame around the pages: name, navigation, language, appearance, key.
import { Suspense, lazy } from "preact/compat";
import { useEffect } from "preact/hooks";
import mark from "./style/icon.svg";
import { Icon } from "./parts/icons";
import { KeyDialog } from "./parts/key-dialog";
import { Notice } from "./parts/notice";
import { Speak } from "./pages/speak";
import { loadVoices, voicesFailure } from "./server/voices";
import { keyAsked, language, theme, type Theme } from "./state/choices";
import { PAGES, route, type Page } from "./state/route";
import { shown, t } from "./words";
import { LANGUAGES } from "./words/strings";

// The first page comes with the frame, the others when somebody goes there.
const pages: Record<Page, preact.ComponentType> = {
  speak: Speak,
  blend: lazy(async () => (await import("./pages/blend")).Blend),
  pronounce: lazy(async () => (await import("./pages/pronounce")).Pronounce),
  books: lazy(async () => (await import("./pages/books")).Books),
  cast: lazy(async () => (await import("./pages/cast")).Cast),
  operate: lazy(async () => (await import("./pages/operate")).Operate),
};

const OWN_NAMES = { en: "English", de: "Deutsch", es: "Español", fr: "Français", ja: "日本語" };

export function App() {
  const { page } = route.value;
  const Shown = pages[page];
  useEffect(() => {
    document.documentElement.lang = shown.value;
    document.title = `${t(page)} · ${t("title")}`;
  }, [shown.value, page]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme.value;
  }, [theme.value]);
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={toMain}>
        {t("skip")}
      </a>
      <header class="top">
        <a class="brand" href="#/speak">
          <img src={mark} alt="" width={26} height={26} />
          kowane
        </a>
        <nav aria-label={t("pages")}>
          {PAGES.map((name) => (
            <a key={name} href={`#/${name}`} aria-current={name === page ? "page" : undefined}>
              {t(name)}
            </a>
          ))}
        </nav>
        <Preferences />
      </header>
      <main id="main" tabIndex={-1} class={`page-${page}`}>
        {voicesFailure.value && <Notice failure={voicesFailure.value} retry={loadVoices} />}
        <Suspense fallback={null}>
          <Shown />
        </Suspense>
      </main>
      {keyAsked.value && <KeyDialog />}
    </div>
  );
}

function toMain(event: Event): void {
  event.preventDefault(); // the fragment is the route
  document.getElementById("main")?.focus();
}

function Preferences() {
  return (
    <div class="preferences">
      <select
        aria-label={t("language")}
        value={shown.value}
        onChange={(event) => (language.value = event.currentTarget.value)}
      >
        {LANGUAGES.map((name) => (
          <option value={name} lang={name}>
            {OWN_NAMES[name]}
          </option>
        ))}
      </select>
      <select
        aria-label={t("theme")}
        value={theme.value}
        onChange={(event) => (theme.value = event.currentTarget.value as Theme)}
      >
        <option value="auto">{t("theme_auto")}</option>
        <option value="light">{t("theme_light")}</option>
        <option value="dark">{t("theme_dark")}</option>
      </select>
      <button
        type="button"
        class="quiet"
        aria-label={t("api_key")}
        onClick={() => (keyAsked.value = true)}
      >
        <Icon name="key" />
      </button>
    </div>
  );
}

