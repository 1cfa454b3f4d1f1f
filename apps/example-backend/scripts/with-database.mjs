// Runs a command with DATABASE_URL set; without one, on the embedded database. --demo: on what the demo left.
// node scripts/with-database.mjs [--demo] mig current
import { appFolder, chooseDatabase, demoFolder } from "./database/choose.mjs";
import { run } from "./database/run.mjs";

const application = { database: "community", cwd: appFolder };
const demo = { database: "demo", cwd: demoFolder };

/** Gives the command's exit code. */
export async function runWithDatabase(program, args, { database, cwd } = application) {
  const { url, what, close } = await chooseDatabase({ database });
  console.error(`database: ${what}`);
  try {
    return await run(program, args, { cwd, env: { DATABASE_URL: url } });
  } finally {
    await close();
  }
}

if (process.argv[1] === import.meta.filename) {
  const given = process.argv.slice(2);
  const [program, ...args] = given[0] === "--demo" ? given.slice(1) : given;
  if (program === undefined) {
    console.error("usage: node scripts/with-database.mjs [--demo] <command> [argument...]");
    process.exitCode = 2;
  } else {
    process.exitCode = await runWithDatabase(program, args, given[0] === "--demo" ? demo : application);
  }
}
