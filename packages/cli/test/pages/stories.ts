import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const docs = fileURLToPath(new URL("../../../../docs/", import.meta.url));

/** Written by a script from cases that run, or records of decisions: nothing in them is typed by a reader. */
const notRun =
  /^(?:decisions\/|node_modules\/|\.vitepress\/|reference\/operations\/|reference\/(?:operations|commands|errors|configuration|directives|json)\.md$)/u;

/** The pages of the site with what readers type, in both languages: paths from `docs/`. */
export const pageNames: readonly string[] = readdirSync(docs, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll(path.sep, "/"))
  .filter((name) => name.endsWith(".md") && !notRun.test(name) && !name.includes("node_modules/"))
  .toSorted();

export const readPage = (name: string): string => readFileSync(path.join(docs, name), "utf8");

const goesOn = /^<!-- continues: (?<page>\S+) -->$/mu;

/** Pages that run one after the other in one place: a page that says `<!-- continues: other.md -->` goes on where the other ends. */
export function storiesOf(pages: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const next = new Map<string, string>();
  const later = new Set<string>();
  for (const [name, text] of Object.entries(pages)) {
    const before = goesOn.exec(text)?.groups?.["page"];
    if (before === undefined) continue;
    const previous = path.posix.join(path.posix.dirname(name), before);
    if (pages[previous] === undefined) throw new Error(`${name} continues ${previous}, which is no page`);
    if (next.has(previous)) throw new Error(`Both ${next.get(previous)} and ${name} continue ${previous}`);
    next.set(previous, name);
    later.add(name);
  }
  const from = (name: string): readonly string[] => {
    const following = next.get(name);
    return following === undefined ? [name] : [name, ...from(following)];
  };
  return Object.keys(pages)
    .filter((name) => !later.has(name))
    .map(from);
}
