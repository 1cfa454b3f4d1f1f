import { createDatabase, runProcess, servers, tempProject, type TempProject } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../config/load-config.ts";
import { connect } from "../connection/connect.ts";
import { downgrade, stamp, upgrade } from "../run/commands.ts";
import { createEnvironment } from "./environment.ts";

// The one call of an application's start.

const revision = (id: string, down: string | null): Readonly<Record<string, string>> => ({
  [`mig/versions/${id}.ts`]: `import type { Op } from "@migts/core/op";\n\nexport const revision = "${id}";\nexport const downRevision = ${JSON.stringify(down)};\n\nexport function upgrade(op: Op): void {\n  op.createTable({ schema: "public", name: "t_${id}", columns: [{ name: "a", type: "integer" }] });\n  op.execute("select pg_sleep(0.05)");\n}\n\nexport function downgrade(op: Op): void {\n  op.dropTable({ schema: "public", name: "t_${id}" });\n}\n`,
});

const files = { ...revision("a1", null), ...revision("a2", "a1"), ...revision("a3", "a2") };

const app = `import { upgrade } from "@migts/core";

const { steps } = await upgrade({ url: process.env.APP_DATABASE, versions: new URL("mig/versions", import.meta.url) });
console.log("applied " + steps.length);
`;

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("several processes at once apply everything once, and each is ready when it goes on", async () => {
    const [project, database] = await Promise.all([tempProject({ ...files, "app.mjs": app }), createDatabase({ major })]);
    const starts = Array.from({ length: 5 }, () =>
      runProcess(process.execPath, ["app.mjs"], { cwd: project.path, env: { APP_DATABASE: database.url } }),
    );
    const ended = await Promise.all(starts);
    for (const { code, stderr } of ended) expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(ended.map(({ stdout }) => stdout.trim()).toSorted()).toEqual(["applied 0", "applied 0", "applied 0", "applied 0", "applied 3"]);
    expect(await database.query("select count(*)::int as steps from mig_log where direction = 'upgrade'")).toEqual([{ steps: 3 }]);
    expect(await database.query("select version_num from alembic_version")).toEqual([{ version_num: "a3" }]);
    await Promise.all([project.remove(), database.drop()]);
  });

  test("a configuration, a target and a listener", async () => {
    const [project, database] = await Promise.all([
      tempProject({ ...files, "mig.config.json": '{ "versionTable": { "name": "versions" } }' }),
      createDatabase({ major }),
    ]);
    const told: string[] = [];
    const env = { DATABASE_URL: database.url };
    expect((await upgrade({ cwd: project.path, env, to: "a2", tell: ({ kind }) => void told.push(kind) })).steps).toHaveLength(2);
    expect((await upgrade({ cwd: project.path, env })).steps).toHaveLength(1);
    expect(told.length).toBeGreaterThan(0);
    expect(await database.query("select version_num from versions")).toEqual([{ version_num: "a3" }]);
    await Promise.all([project.remove(), database.drop()]);
  });

  test("a revision that fails rejects, and the database is as it was before it", async () => {
    const broken = revision("b1", null)["mig/versions/b1.ts"]?.replace("select pg_sleep(0.05)", "select 1/0") ?? "";
    const [project, database] = await Promise.all([tempProject({ "mig/versions/b1.ts": broken }), createDatabase({ major })]);
    await expect(upgrade({ cwd: project.path, url: database.url })).rejects.toMatchObject({
      code: "REVISION_FAILED",
      details: { sqlState: "22012" },
    });
    expect(await database.query("select from pg_tables where tablename = 't_b1'")).toEqual([]);
    await Promise.all([project.remove(), database.drop()]);
  });
});

describe("calls that are wrong", () => {
  let project: TempProject;
  const wrong: readonly { readonly name: string; readonly call: () => Promise<unknown>; readonly says: string }[] = [
    {
      name: "no folder of revisions",
      call: () => upgrade({ cwd: project.path, versions: "nowhere", url: "postgresql://h/d" }),
      says: "The revision folder does not exist: ",
    },
    {
      name: "a misspelt option",
      call: () => upgrade({ urll: "x" } as never),
      says: `upgrade(): "urll" is not a field of it (did you mean "url"?).`,
    },
    { name: "a URL that is none", call: () => upgrade({ url: 5 } as never), says: `upgrade(): "url" must be a string, not a number.` },
    { name: "a text", call: () => upgrade("head" as never), says: `upgrade(): it takes an object, not "head".` },
    { name: "null", call: () => upgrade(null as never), says: "upgrade(): it takes an object, not null." },
    {
      name: "no environment",
      call: () => downgrade({} as never, { to: "-1" }),
      says: "downgrade(): its first argument is not an environment.",
    },
    {
      name: "no environment at all",
      call: () => upgrade(undefined as never, { to: "head" }),
      says: "upgrade(): its first argument is not an environment.",
    },
    {
      name: "folders that are none",
      call: () => upgrade({ versions: 5 } as never),
      says: `upgrade(): "versions" must be a string or a list or an object, not a number.`,
    },
    { name: "no URL to connect to", call: () => connect(undefined as never), says: "connect(): it takes a URL, not undefined." },
    { name: "no place for a configuration", call: () => loadConfig({} as never), says: `loadConfig(): "cwd" and "env" are missing.` },
    {
      name: "nothing for a configuration",
      call: () => loadConfig(undefined as never),
      says: "loadConfig(): it takes an object, not undefined.",
    },
    {
      name: "no configuration for an environment",
      call: async () => createEnvironment({} as never),
      says: "createEnvironment(): its first argument is not a loaded configuration.",
    },
    {
      name: "no target",
      call: () => downgrade({ graph: {}, importRevision: null } as never, {} as never),
      says: `downgrade(): "to" is missing.`,
    },
    {
      name: "an empty list of targets",
      call: () => upgrade({ to: [], url: "postgresql://h/d" }),
      says: `upgrade(): "to" names no target.`,
    },
    {
      name: "no options",
      call: () => stamp({ graph: {}, importRevision: null } as never, undefined as never),
      says: "stamp(): it takes an object, not undefined.",
    },
  ];
  test.each(wrong)("$name", async ({ call, says }) => {
    project = await tempProject();
    const error: unknown = await call().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "MigError", message: expect.stringContaining(says) as string });
    await project.remove();
  });
});
