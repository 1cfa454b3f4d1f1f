// `pnpm mig ...`, here and at the root of the workspace: mig in this application, on the database that `make` works on too.
import { appFolder } from "./database/choose.mjs";
import { run } from "./database/run.mjs";
import { runWithDatabase } from "./with-database.mjs";

const args = process.argv.slice(2);
/** These need no database, or bring their own. */
const isAlone =
  ["help", "init", "completion", "__complete"].includes(args[0]) ||
  args.some((word) => /^(?:-h|--help|-V|--version|--url(?:=.*)?|-c|--config(?:=.*)?)$/.test(word));

process.exitCode = isAlone ? await run("mig", args, { cwd: appFolder, env: {} }) : await runWithDatabase("mig", args);
