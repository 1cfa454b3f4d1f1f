// pnpm pairs <folder> [part of a name ...]: takes each pair of schemas in a folder (a.sql and b.sql, or before.sql and after.sql) from the
// one to the other and back on a real server, with rows in all tables, then the other way round, and prints how it went.
// --with <regexp>: only pairs whose SQL it matches. --details: every run that did not go well, with the reason. --script: the statements
// too.
// --json <file>: every run, to compare two runs of this. PAIRS_MAJORS=15,18 chooses servers.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startServer } from "@migts/testkit/server";
import { judge } from "./pairs/judge.mjs";
import { readPairs, runsOf } from "./pairs/pairs.mjs";
import { detailsText, summaryText } from "./pairs/report.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { with: { type: "string" }, details: { type: "boolean" }, script: { type: "boolean" }, json: { type: "string" } },
});
const [folder, ...names] = positionals;
if (folder === undefined) {
  console.error("Name a folder of pairs: pnpm pairs ../pairs view --details");
  process.exit(2);
}
const pairs = readPairs(folder).filter(
  ({ name, text }) =>
    (names.length === 0 || names.some((part) => name.includes(part))) &&
    (values.with === undefined || new RegExp(values.with, "iu").test(text)),
);
const results = [];
for (const major of (process.env.PAIRS_MAJORS ?? "18").split(",").map(Number)) {
  // Roles belong to a server, so the two ends of a pair that makes some stand on two.
  const settings = { wal_level: "logical" };
  const servers = [await startServer({ major, settings }), await startServer({ major, settings })];
  try {
    for (const run of pairs.filter(({ minVersion }) => minVersion <= major).flatMap(runsOf)) {
      const [live, wanted] = run.isolated ? servers : [servers[0], servers[0]];
      const verdict = await judge(run, { live, wanted });
      results.push({ ...run, major, ...verdict });
      process.stderr.write(verdict.kind === "ok" ? "." : `\n${run.name} from ${run.from}: ${verdict.kind}\n`);
    }
  } finally {
    process.stderr.write("\n");
    for (const server of servers) await server.stop();
  }
}
if (values.details || values.script) console.log(detailsText(results, { script: values.script === true }));
console.log(summaryText(results));
if (values.json !== undefined)
  writeFileSync(
    values.json,
    JSON.stringify(
      results.map(({ name, from, major, kind, why }) => ({ name, from, major, kind, why })),
      undefined,
      1,
    ),
  );
