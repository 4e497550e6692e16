// Keys that work anywhere on the speaking page, except where somebody is writing or choosing.
import { useEffect } from "preact/hooks";
import type { Utterance } from "../speech/utterance";

interface Actions {
  speak: () => void;
  edit: () => void;
  help: () => void;
  utterance: () => Utterance | null;
}

export function useShortcuts(actions: Actions): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        actions.speak();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector("dialog[open]")) return;
      const at = event.target as HTMLElement;
      const utterance = actions.utterance();
      if (event.key === "Escape" && utterance) actions.edit();
      if (at.closest("input, textarea, select, [contenteditable]")) return;
      const onButton = at.closest("button, a, summary");
      if (event.key === " " && utterance && !onButton) utterance.toggle();
      else if (event.key === "ArrowLeft" && utterance) utterance.step(-1);
      else if (event.key === "ArrowRight" && utterance) utterance.step(1);
      else if (event.key === "/") actions.edit();
      else if (event.key === "?") actions.help();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}
