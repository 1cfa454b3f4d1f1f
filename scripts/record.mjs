// pnpm demo:record: runs mig in a project of its own, and writes what it printed as docs/images/demo.svg.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "../packages/testkit/dist/server.js";
import { linesOf } from "./record/ansi.mjs";
import { svgOf } from "./record/svg.mjs";

const workspace = fileURLToPath(new URL("..", import.meta.url));
const target = path.join(workspace, "docs/images/demo.svg");

const models = (more) => `datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
${more}}
`;

/** What is typed, and what is changed in an editor before it. */
const scenes = [
  { type: "mig init" },
  { type: 'mig revision -m "create users"' },
  { type: "mig upgrade" },
  { before: edit, type: 'git diff prisma | grep "^+ "' },
  { type: 'mig revision -m "names and plans"' },
  { type: "mig upgrade --dry-run" },
  { type: "mig upgrade" },
  { type: "mig history" },
  { type: "mig downgrade -1" },
  { type: "mig" },
];

function edit() {
  for (const args of [
    ["init", "-q"],
    ["add", "."],
    ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", "users"],
  ])
    execFileSync("git", args, { cwd: folder });
  writeFileSync(path.join(folder, "prisma/schema.prisma"), models('  name  String?\n  plan  String   @default("free")\n'));
}

const folder = mkdtempSync(path.join(tmpdir(), "mig-demo-"));
const server = await startServer({ major: 18 });
try {
  makeProject();
  const shown = scenes.map(({ before, type }) => {
    before?.();
    return { command: type, lines: linesOf(printed(type)) };
  });
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, svgOf(shown));
  console.log(`wrote ${path.relative(workspace, target)}`);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function makeProject() {
  mkdirSync(path.join(folder, "prisma"));
  mkdirSync(path.join(folder, "node_modules/@migts"), { recursive: true });
  for (const name of ["core", "cli", "adapter-prisma"])
    symlinkSync(path.join(workspace, "packages", name), path.join(folder, "node_modules/@migts", name));
  writeFileSync(path.join(folder, "package.json"), '{ "name": "shop", "private": true, "type": "module" }\n');
  writeFileSync(path.join(folder, "prisma/schema.prisma"), models(""));
}

/** What a command prints on a terminal. */
function printed(command) {
  const bin = path.join(workspace, "packages/cli/bin/mig.js");
  const line = command.replace(/^mig\b/, `"${process.execPath}" "${bin}"`);
  return execFileSync("sh", ["-c", `${line} 2>&1`], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH, DATABASE_URL: server.urlOf("postgres"), FORCE_COLOR: "1", COLUMNS: "92" },
  });
}
