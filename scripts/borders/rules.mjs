import { lineAt } from "./sources.mjs";
import { allowedFor, isPure, kindOf, roomOf } from "./rooms.mjs";

/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {{ line: number, text: string }} Finding */
/** @typedef {{ name: string, check: (source: Source) => Finding[] }} Rule */

/** Packages that only compute. */
const pure = ["tinyqueue"];
const published = ["core", "adapter-prisma", "cli", "test"];
const core = "packages/core/src/";
const insideCore = (target) => (target?.startsWith(core) ? target.slice(core.length) : undefined);

/** A rule about each import: `say` gives what is wrong with it, or undefined. @returns {Rule} */
const imports = (name, applies, say) => ({
  name,
  check: (source) =>
    applies(source)
      ? source.imports.map((item) => ({ line: item.line, text: say(item, source) })).filter((finding) => finding.text !== undefined)
      : [],
});

/** A rule about words in the code. @returns {Rule} */
const words = (name, pattern, applies) => ({
  name,
  check: (source) =>
    applies(source) ? [...source.code.matchAll(pattern)].map((match) => ({ line: lineAt(source.code, match.index), text: match[0] })) : [],
});

const isShipped = (source) => published.includes(source.package) && !source.isTest;
const isCore = (source) => source.package === "core" && !source.isTest;
const isPureSource = (source) => isCore(source) && isPure(roomOf(source.inside));

/** @type {Rule[]} */
export const rules = [
  {
    name: "every file of core is in a room of the plan, or is a door",
    check: (source) => (isCore(source) && roomOf(source.inside) === undefined ? [{ line: 1, text: source.inside }] : []),
  },
  imports("a room imports only rooms on its left", isCore, ({ target }, { inside }) => {
    const from = roomOf(inside);
    const to = insideCore(target) === undefined ? undefined : roomOf(insideCore(target));
    if (from === undefined || to === undefined || from === to || allowedFor(from).includes(to)) return undefined;
    return `${from} -> ${to}: ${target}`;
  }),
  imports("rooms left of runtime import no package: they do no I/O", isPureSource, ({ specifier, target }) =>
    target === undefined && !pure.includes(specifier) ? specifier : undefined,
  ),
  words(
    "rooms left of runtime read no clock, environment or random source",
    /\bprocess\.|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bcrypto\.|\bperformance\.now\b|\bsetTimeout\b|\bfetch\(/g,
    isPureSource,
  ),
  imports("between kinds only model.ts and fragment.ts are imported", isCore, ({ target }, { inside }) => {
    const to = kindOf(insideCore(target) ?? "");
    const from = kindOf(inside);
    const isNeighbour = from !== undefined && to !== undefined && from !== to;
    return isNeighbour && !/\/(model|fragment)\.ts$/.test(target) ? `${from} -> ${to}: ${target}` : undefined;
  }),
  imports(
    "outside postgres/objects nobody imports a kind, but doors its model.ts: take postgres/objects/index.ts",
    isCore,
    ({ target }, { inside }) => {
      const to = insideCore(target) ?? "";
      const mayName = inside.startsWith("postgres/objects/") || (roomOf(inside) === "door" && to.endsWith("/model.ts"));
      return kindOf(to) !== undefined && !mayName ? target : undefined;
    },
  ),
  imports(
    "packages meet at doors, never by a path into another package",
    () => true,
    ({ target }, source) =>
      target !== undefined && !target.startsWith(`packages/${source.package}/`) && !source.isTest ? target : undefined,
  ),
  imports(
    "core's doors are @migts/core, /adapter, /op, /project, /report, /mask and /private-folder",
    () => true,
    ({ specifier }) => (/^@migts\/core\/(?!(adapter|op|project|report|mask|private-folder)$)/.test(specifier) ? specifier : undefined),
  ),
  imports(
    "an adapter imports only @migts/core/adapter",
    (source) => isShipped(source) && source.package.startsWith("adapter-"),
    ({ specifier }) => (specifier.startsWith("@migts/") && specifier !== "@migts/core/adapter" ? specifier : undefined),
  ),
  imports("core imports no other package of ours", isCore, ({ specifier }) => (specifier.startsWith("@migts/") ? specifier : undefined)),
  imports("published code does not import what only tests have", isShipped, ({ specifier, target }) =>
    /^(@migts\/testkit(?!\/rows$)|vitest|fast-check)(\/|$)/.test(specifier) || target?.endsWith(".test.ts") ? specifier : undefined,
  ),
  imports(
    "the snapshot of a catalog shares no code with core",
    (source) => source.package === "testkit" && source.inside.startsWith("catalog") && !source.isTest,
    ({ specifier }) => (/^@migts\/(core|cli|adapter-)/.test(specifier) ? specifier : undefined),
  ),
  words(
    "only cli/src/main.ts ends the process",
    /\bprocess\.(exit|exitCode|abort)\b/g,
    (source) => isShipped(source) && source.file !== "packages/cli/src/main.ts",
  ),
  words(
    "only cli/src/report writes to the terminal",
    /\bconsole\.\w+|\bprocess\.(stdout|stderr)\.write\b/g,
    (source) => isShipped(source) && !source.file.startsWith("packages/cli/src/report/"),
  ),
  {
    name: "a file has at most 400 lines beside its imports",
    check: (source) => {
      const lines = source.lines - source.imports.length;
      return lines > 400 && !source.isTest ? [{ line: 401, text: `${lines} lines` }] : [];
    },
  },
];
