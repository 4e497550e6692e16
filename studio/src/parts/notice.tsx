// What went wrong, in words, with the way out.
import { useEffect, useState } from "preact/hooks";
import type { Failure } from "../server/request";
import { keyAsked } from "../state/choices";
import { t } from "../words";
import type { StringName } from "../words/strings";

const HEADINGS: Record<Failure["kind"], StringName> = {
  gone: "gone",
  key: "key_wrong",
  busy: "busy",
  refused: "refused",
  failed: "failed",
};

export function Notice({ failure, retry }: { failure: Failure; retry?: (() => void) | undefined }) {
  const wait = useCountdown(failure);
  return (
    <div class="notice" role="alert" data-kind={failure.kind}>
      <strong>{t(HEADINGS[failure.kind])}</strong>
      <p>{failure.kind === "gone" ? t("gone_why") : failure.message}</p>
      {failure.kind === "key" ? (
        <button type="button" onClick={() => (keyAsked.value = true)}>
          {t("key_enter")}
        </button>
      ) : (
        retry && (
          <button type="button" disabled={wait > 0} onClick={retry}>
            {wait > 0 ? t("again_in", wait) : t("again")}
          </button>
        )
      )}
    </div>
  );
}

function useCountdown(failure: Failure): number {
  const [left, setLeft] = useState(Math.ceil(failure.retryAfter ?? 0));
  useEffect(() => {
    setLeft(Math.ceil(failure.retryAfter ?? 0));
    const timer = setInterval(() => setLeft((n) => Math.max(0, n - 1)), 1000);
    return () => clearInterval(timer);
  }, [failure]);
  return left;
}
