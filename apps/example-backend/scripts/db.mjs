// The database commands of the Makefile and of package.json: short names for calls of mig.
// node scripts/db.mjs migrate "create all tables"
import { runWithDatabase } from "./with-database.mjs";

const verbs = {
  migrate: ([message = "", ...rest]) => (message === "" ? undefined : ["revision", "-m", message, ...rest]),
  upgrade: ([to = "head", ...rest]) => ["upgrade", to, ...rest],
  downgrade: ([to = "-1", ...rest]) => ["downgrade", to, ...rest],
  current: (args) => ["current", ...args],
  history: (args) => ["history", ...args],
  check: (args) => ["check", ...args],
};

const [verb = "", ...given] = process.argv.slice(2);
const args = Object.hasOwn(verbs, verb) ? verbs[verb](given) : undefined;
if (args === undefined) {
  console.error(
    verb === "migrate"
      ? "Say what changes: make db-migrate msg='create all tables'"
      : `usage: node scripts/db.mjs ${Object.keys(verbs).join("|")}`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = await runWithDatabase("mig", args);
}
