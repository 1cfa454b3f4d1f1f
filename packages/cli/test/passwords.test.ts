import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { runMig, tempProject } from "@migts/testkit";

// A password never shows, whoever says what: mig, PostgreSQL, Prisma, the project's own code.

const parts = ["zq1first", "zq2second"] as const;
const rows = [
  { name: "an option", args: ["current"], url: `postgresql://ada:${parts[0]}#${parts[1]}@127.0.0.1:1/shop` },
  { name: "no scheme", args: ["current"], url: `ada:${parts[0]}@${parts[1]}@127.0.0.1:1/shop` },
  { name: "a setting with a #", args: ["check"], url: `postgresql://ada@127.0.0.1:1/shop?password=${parts[0]}#${parts[1]}` },
  {
    name: "a setting with a blank",
    args: ["upgrade", "--dry-run"],
    url: `postgresql://ada@127.0.0.1:1/shop?password=${parts[0]} ${parts[1]}`,
  },
  { name: "a setting with an &", args: ["upgrade"], url: `postgresql://ada@127.0.0.1:1/shop?password=${parts[0]}&${parts[1]}` },
  { name: "key=value", args: ["downgrade", "base"], url: `host=127.0.0.1 password='${parts[0]} ${parts[1]}' dbname=shop` },
  { name: "a side of a comparison", args: ["diff", `postgresql://ada:${parts[0]}/${parts[1]}@127.0.0.1:1/shop`, "empty"], url: undefined },
  { name: "an unknown option", args: ["current", `--db=postgresql://ada:${parts[0]}@${parts[1]}@127.0.0.1/x`], url: undefined },
  { name: "a hyphen", args: ["current"], url: `postgresql://ada:${parts[0]}-${parts[1]}@127.0.0.1:1/shop` },
  { name: "a newline", args: ["history", "-i"], url: `postgresql://ada:${parts[0]}\n${parts[1]}@127.0.0.1:1/shop?x=\t` },
] as const;

const ways = [["environment"], ["environment", "--json"], ["option"], ["file"], ["config"]] as const;

test.each(rows)("$name", async ({ args, url }) => {
  const project = await tempProject({ "mig.config.mjs": "export default {};\n", "mig/versions/.gitkeep": "" });
  const shown: string[] = [];
  const sides: readonly (readonly [string, ...string[]])[] = url === undefined ? [["none"], ["none", "--json"]] : ways;
  for (const [way, ...more] of sides) {
    await writeFile(path.join(project.path, ".env"), way === "file" ? `DATABASE_URL='${url?.replaceAll("'", "") ?? ""}'\n` : "");
    await writeFile(
      path.join(project.path, "mig.config.mjs"),
      way === "config" ? `export default { url: ${JSON.stringify(url)} };\n` : "export default {};\n",
    );
    const env = { MIG_DEBUG: "1", ...(way === "environment" && url !== undefined ? { DATABASE_URL: url } : {}) };
    const { stdout, stderr, code } = await runMig([...args, ...more, ...(way === "option" ? [`--url=${url}`] : [])], {
      cwd: project.path,
      env,
    });
    expect(code, stderr).not.toBe(0);
    shown.push(stdout, stderr);
  }
  await project.remove();
  expect(shown.filter((text) => parts.some((part) => text.includes(part)))).toEqual([]);
});

test("what a configuration throws, and what the environment holds", async () => {
  const project = await tempProject({
    "mig.config.mjs":
      "export default () => { throw new Error(`no ${process.env.PGPASSWORD} for ${process.env.SHADOW_URL} or ${encodeURIComponent(process.env.PGPASSWORD)}`); };\n",
    "mig/versions/.gitkeep": "",
  });
  const env = { PGPASSWORD: `${parts[0]} ${parts[1]}`, SHADOW_URL: `mysql://a:${parts[1]}@b/c`, MIG_DEBUG: "1" };
  for (const more of [[], ["--json"]]) {
    const { stdout, stderr } = await runMig(["heads", ...more], { cwd: project.path, env });
    expect(stdout + stderr).toContain("CONFIG_BROKEN");
    for (const part of parts) expect(stdout + stderr).not.toContain(part);
  }
  await project.remove();
});
