// The page that is shown, in the fragment of the address: `#/speak?text=…`. A fragment never reaches
// the server, so texts in permalinks are in no log.
import { signal } from "@preact/signals";

export const PAGES = ["speak", "blend", "pronounce", "books", "cast", "operate"] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  page: Page;
  query: URLSearchParams;
}

function parse(): Route {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?", 2);
  const page = PAGES.find((name) => name === path) ?? "speak";
  return { page, query: new URLSearchParams(query) };
}

export const route = signal(parse());
addEventListener("hashchange", () => {
  route.value = parse();
});

export function permalink(page: Page, values: Record<string, string | number>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) query.set(name, String(value));
  return `${location.href.split("#")[0]}#/${page}?${query}`;
}
