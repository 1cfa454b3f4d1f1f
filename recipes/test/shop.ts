import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { createDatabase, migBin, migNode, runProcess, tempProject, type ProcessResult, type TempProject } from "@migts/testkit";

/** A project with a repository: its main branch has a revision, the branch that is checked out has one more. */
export interface Shop extends TempProject {
  /** Of an empty database, as CI has it. */
  readonly url: string;
  /** The commit that the branch began at. */
  readonly base: string;
  readonly run: (command: string, args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<ProcessResult>;
}

const model = (more: string): string => `datasource db {
  provider = "postgresql"
}

model Product {
  id   Int    @id
  name String
${more}}
`;

const config = `import { defineConfig } from "@migts/core";

export default defineConfig({ models: "prisma/schema.prisma", versions: "mig/versions" });
`;

/** Hands a shop over, and removes it with its databases. */
export async function withShop<Result>(use: (shop: Shop) => Promise<Result>): Promise<Result> {
  const [development, ci] = [await createDatabase(), await createDatabase()];
  const project = await tempProject({
    "package.json": { name: "shop", private: true, type: "module", scripts: { build: "node build.mjs" } },
    "build.mjs": `import { mkdirSync, writeFileSync } from "node:fs";\nmkdirSync("dist", { recursive: true });\nwriteFileSync("dist/main.js", "console.log('open')\\n");\n`,
    ".gitignore": "node_modules\n.gitlab-ci-local\n",
    "prisma/schema.prisma": model(""),
    "mig.config.ts": config,
  });
  const run: Shop["run"] = (command, args, env = {}) =>
    runProcess(command, args, { cwd: project.path, env: { DATABASE_URL: development.url, ...env }, timeout: 120_000 });
  const done = async (command: string, ...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(command, args);
    if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
    return stdout.trim();
  };
  try {
    await mkdir(path.join(project.path, "node_modules/.bin"));
    await symlink(migBin, path.join(project.path, "node_modules/.bin/mig"));
    const commit = async (message: string): Promise<void> => {
      await done("git", "add", "-A");
      await done("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", message);
    };
    await done("git", "init", "-q", "-b", "main");
    await done(migNode, migBin, "revision", "-m", "create products");
    await done(migNode, migBin, "upgrade");
    await commit("products");
    await done("git", "clone", "-q", "--bare", ".", ".git/origin");
    await done("git", "remote", "add", "origin", path.join(project.path, ".git/origin"));
    await done("git", "fetch", "-q", "origin");
    await done("git", "remote", "set-head", "origin", "main");
    const base = await done("git", "rev-parse", "HEAD");
    await done("git", "switch", "-qc", "prices");
    await project.write({ "prisma/schema.prisma": model("  price Int?\n") });
    await done(migNode, migBin, "revision", "-m", "add prices");
    await done(migNode, migBin, "upgrade");
    await commit("prices");
    return await use({ ...project, url: ci.url, base, run });
  } finally {
    await project.remove();
    await development.drop();
    await ci.drop();
  }
}

/** Changes the models so that no revision has the change. */
export const changeModels = (shop: Shop): Promise<void> => shop.write({ "prisma/schema.prisma": model("  price Int?\n  stock Int?\n") });

/** Writes a revision beside the last one. */
export async function forkRevisions(shop: Shop): Promise<void> {
  const [first] = (await shop.list("mig/versions")).filter((name) => name.includes("create_products"));
  const id = first?.slice(0, 12) ?? "";
  await shop.run(migNode, [migBin, "revision", "--empty", "-m", "another", "--head", id, "--splice"]);
}
