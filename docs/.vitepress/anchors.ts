// VitePress fails for a link to a page that is not there, but not for one to a heading that is not there. This does.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const unescaped = (text: string): string => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");

/** Fails if a page of the built site links to a heading that no page has. */
export function checkAnchors(outDir: string): void {
  const names = readdirSync(outDir, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll(path.sep, "/"))
    .filter((name) => name.endsWith(".html"));
  const pages = new Map(names.map((name) => [name, readFileSync(path.join(outDir, name), "utf8")]));
  const ids = new Map(
    [...pages].map(([name, text]) => [name, new Set([...text.matchAll(/\bid="([^"]+)"/gu)].map(([, id = ""]) => unescaped(id)))]),
  );
  const dead = [...pages].flatMap(([name, text]) =>
    [...text.matchAll(/href="([^"#:]*)#([^"]+)"/gu)]
      .map(([, to = "", anchor = ""]) => ({ to: pageOf(name, to), anchor: decodeURIComponent(unescaped(anchor)) }))
      .filter(({ to, anchor }) => ids.has(to) && ids.get(to)?.has(anchor) === false)
      .map(({ to, anchor }) => `${name} links to ${to}#${anchor}`),
  );
  if (dead.length > 0) throw new Error(`Links to headings that are not there:\n${[...new Set(dead)].join("\n")}`);
}

function pageOf(from: string, to: string): string {
  if (to === "") return from;
  const page = to.startsWith("/") ? to.slice(1) : path.posix.join(path.posix.dirname(from), to);
  return page === "" || page.endsWith("/") ? `${page}index.html` : page.endsWith(".html") ? page : `${page}.html`;
}
