// Modules of the page without a browser, translated as the build does it.
import { createServer } from "vite";

export async function sources(context) {
  const server = await createServer({
    root: new URL("..", import.meta.url).pathname,
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: "custom",
    logLevel: "error",
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  context.after(() => server.close());
  return (path) => server.ssrLoadModule(`/src/${path}`);
}
