// A button for something that takes a while and can fail.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Failure } from "../server/request";
import { t } from "../words";

interface Properties {
  work: () => Promise<unknown>;
  onFailure: (failure: Failure | null) => void;
  class?: string;
  disabled?: boolean;
  children: ComponentChildren;
}

export function BusyButton({ work, onFailure, children, disabled, ...rest }: Properties) {
  const busy = useSignal(false);
  const run = async () => {
    busy.value = true;
    onFailure(null);
    try {
      await work();
    } catch (error) {
      onFailure(error instanceof Failure ? error : new Failure("failed", String(error)));
    } finally {
      busy.value = false;
    }
  };
  return (
    <button type="button" {...rest} disabled={busy.value || disabled} onClick={run}>
      {busy.value ? t("preparing") : children}
    </button>
  );
}

/** A button that says for a moment that it has copied. */
export function CopyButton({ content, children }: { content: () => string; children?: ComponentChildren }) {
  const done = useSignal(false);
  const copy = async () => {
    await writeClipboard(content());
    done.value = true;
    setTimeout(() => (done.value = false), 1500);
  };
  return (
    <button type="button" onClick={copy} aria-live="polite">
      {done.value ? t("copied") : (children ?? t("copy"))}
    </button>
  );
}

async function writeClipboard(content: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(content);
  const field = document.createElement("textarea"); // http:// addresses other than this machine's
  field.value = content;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
