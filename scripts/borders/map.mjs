import { roomOf } from "./rooms.mjs";

/**
 * The rooms and packages as they import each other, as a mermaid graph for ARCHITECTURE.md. @param {import("./sources.mjs").Source[]}
 * sources
 */
export function mermaidMap(sources) {
  /** @type {Set<string>} */
  const arrows = new Set();
  for (const source of sources.filter((one) => !one.isTest && one.package !== "testkit")) {
    for (const { specifier, target } of source.imports) {
      const from = nodeOf(source.package, source.inside);
      const to = target === undefined ? doorOf(specifier) : nodeOf(source.package, target.split("/").slice(3).join("/"));
      if (from !== undefined && to !== undefined && from !== to) arrows.add(`  ${from} --> ${to}`);
    }
  }
  return ["graph LR", ...[...arrows].toSorted()].join("\n");
}

function nodeOf(packageName, inside) {
  if (packageName !== "core") return packageName;
  const room = roomOf(inside);
  return room === "door" ? doorName(inside.replace(".ts", "")) : room;
}

function doorOf(specifier) {
  const match = /^@migts\/([^/]+)(?:\/(.+))?$/.exec(specifier);
  if (match === null || match[1] === "testkit") return undefined;
  return match[1] === "core" ? doorName(match[2] ?? "index") : match[1];
}

const doorName = (door) => (door === "index" ? "core" : `core/${door}`);
