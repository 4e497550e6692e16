import { render } from "preact";
import { App } from "./app";
import { loadVoices } from "./server/voices";
import * as output from "./speech/output";

render(<App />, document.getElementById("app")!);
void loadVoices();
// Ready before the first click; the browser keeps it silent until then.
addEventListener("pointerdown", () => void output.open().catch(() => {}), { once: true });
