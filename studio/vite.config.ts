// Builds the page into the Python package. `npm run dev` serves it with live reload and passes API
// calls on to a kowane at its usual address.
import { defineConfig } from "vite";

const API = "http://127.0.0.1:8880";

export default defineConfig({
  base: "./", // works below any path that a proxy may put in front
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../src/kowane/server/studio",
    emptyOutDir: true,
    assetsDir: "studio", // the address below which the server serves them
    assetsInlineLimit: 0, // the Content-Security-Policy allows no data: scripts and fonts
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: {
    proxy: {
      "/v1": { target: API, ws: true },
      "/status": API,
      "/metrics": API,
      "/readyz": API,
    },
  },
});
