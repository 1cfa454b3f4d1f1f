// The walk of a new user: install, `mig init`, a revision from a design, upgrade, check, compile, and an application that starts.
import { queryRows } from "@migts/testkit/server";
import { run, succeeds, userFiles, writeFiles } from "./user-project.mjs";

const tsconfig = {
  compilerOptions: { strict: true, target: "es2022", module: "nodenext", types: ["node"], rootDir: ".", outDir: "out" },
  include: ["src", "mig", "mig.config.ts"],
};

/**
 * @param {object} options
 * @param {string} options.folder a project that has the packages and a compiler
 * @param {readonly string[]} options.exec what stands in front of the name of a command
 * @param {readonly string[]} options.node what runs a file
 * @param {string} options.url an empty database
 * @param {Readonly<Record<string, string>>} [options.env]
 */
export async function walk({ folder, exec, node, url, env = {} }) {
  const options = { cwd: folder, env: { ...env, DATABASE_URL: url } };
  const mig = (...args) => succeeds([...exec, "mig", ...args], options);
  await mig("init");
  writeFiles(folder, { ...userFiles, "tsconfig.json": JSON.stringify(tsconfig) });
  await mig("revision", "-m", "create users");
  await mig("upgrade");
  const { stdout } = await mig("check", "--json");
  if (JSON.parse(stdout).ok !== true) throw new Error(`mig check --json printed ${stdout}`);
  await succeeds([...exec, "tsc"], options);
  const started = await run([...node, "out/src/start.js", "out/mig/versions"], options);
  if (started.stdout !== "0 steps\n") throw new Error(`The compiled application printed ${started.stdout}${started.stderr}`);
  const [found] = await queryRows(url, "select to_regclass('public.users') is not null as made");
  if (found?.made !== true) throw new Error("mig upgrade did not create the table.");
}
