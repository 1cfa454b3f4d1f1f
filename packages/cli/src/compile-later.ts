let isSet = false;

/**
 * For commands that compare or run revisions: what they do is short, even with thousands of tables, so functions are compiled to fast
 * code later than usual (docs/decisions/0017-how-node-compiles.md). Only Node 20 has this flag; later versions print that they do not
 * know it.
 */
export function compileLater(): void {
  if (isSet) return;
  isSet = true;
  if (process.versions.node.startsWith("20.")) process.getBuiltinModule("node:v8").setFlagsFromString("--interrupt-budget=1000000");
}
