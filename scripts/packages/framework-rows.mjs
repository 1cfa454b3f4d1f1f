// The examples of the page on the API in the frameworks themselves. Fastify is tried by the test of the pages; Next.js is too large for it.
import { spawn } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { queryRows } from "@migts/testkit/server";
import { root } from "./published.mjs";
import { tried } from "./rows.mjs";
import { makeProject, succeeds, writeFiles } from "./user-project.mjs";

const installed = [
  "@migts/core",
  "pg@8",
  "next@16.4.6",
  "react@19",
  "react-dom@19",
  "typescript@5.9.3",
  "@types/node@20",
  "@types/react@19",
];

/** A page that asks the database, and one revision. */
const files = {
  "mig.config.ts": `import { defineConfig } from "@migts/core";\n\nexport default defineConfig({ versions: "mig/versions" });\n`,
  "mig/versions/aa11_users.ts": `import type { Op } from "@migts/core/op";

export const revision = "aa11";
export const downRevision = null;

export function upgrade(op: Op): void {
  op.execute("create table users (id serial primary key)");
}

export function downgrade(op: Op): void {
  op.execute("drop table users");
}
`,
  "app/layout.tsx": `export default function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`,
  "app/page.tsx": `import { createMig } from "@migts/core";

export const dynamic = "force-dynamic";

export default async function Page() {
  const { pending } = await createMig().current();
  return <p>{\`pending \${pending.length}\`}</p>;
}
`,
};

/** What the page shows as this file. */
function shown(file) {
  const page = readFileSync(path.join(root, "docs/reference/api.md"), "utf8");
  const [, text] = new RegExp(`^\`\`\`\\w+ file=${file.replaceAll(".", "\\.")}\\n([^]*?)^\`\`\``, "mu").exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/reference/api.md does not show ${file}`);
  return text;
}

/** @param {import("./rows.mjs").Given} given @returns {AsyncGenerator<import("./rows.mjs").Row>} */
export async function* frameworkRows({ folder, registry, newDatabase }) {
  const project = path.join(folder, "next");
  const env = { NEXT_TELEMETRY_DISABLED: "1" };
  const next = path.join(project, "node_modules/next/dist/bin/next");
  const build = async (config) => {
    writeFiles(project, { ...files, "instrumentation.ts": shown("instrumentation.ts"), "next.config.mjs": config });
    const url = await newDatabase();
    await succeeds(["node", next, "build"], { cwd: project, env: { ...env, DATABASE_URL: url } });
    if ((await tablesOf(url)).length > 0) throw new Error("The build ran revisions.");
  };
  const built = await tried("Next.js, next build", async () => {
    makeProject({ folder: project, type: "module", url: registry.url });
    await succeeds(["npm", "install", "--no-audit", "--no-fund", ...installed], { cwd: project });
    await build(shown("next.config.mjs"));
  });
  yield built;
  if (built.error !== undefined) return;
  yield await tried("Next.js, two servers of next start", async () => {
    await answersAtOnce(["node", next, "start"], { cwd: project, env, url: await newDatabase() });
  });
  yield await tried("Next.js, standalone, in a folder without the sources", async () => {
    await build(shown("next.config.mjs").replace("export default {", '$&\n  output: "standalone",'));
    const deployed = path.join(folder, "next-deployed");
    cpSync(path.join(project, ".next/standalone"), deployed, { recursive: true });
    await answersAtOnce(["node", "server.js"], { cwd: deployed, env, url: await newDatabase() });
  });
}

const tablesOf = (url) => queryRows(url, "select tablename from pg_tables where schemaname = 'public'");

/** Starts two servers side by side on an empty database: both answer, and the revision has run once. */
async function answersAtOnce(line, { cwd, env, url }) {
  const answers = await Promise.all([0, 1].map(() => answerOf(line, { cwd, env: { ...env, DATABASE_URL: url } })));
  for (const text of answers) if (!text.includes("pending 0")) throw new Error(`The page says: ${text}`);
  const ran = await queryRows(url, "select revision from mig_log where outcome = 'done'");
  if (ran.length !== 1) throw new Error(`The revision has run ${ran.length} times.`);
}

/** The text of the first page of a server, which is ended then. */
async function answerOf([command = "", ...args], { cwd, env }) {
  const port = await freePort();
  const server = spawn(command, args, { cwd, env: { ...process.env, ...env, PORT: String(port), HOSTNAME: "127.0.0.1" }, detached: true });
  let printed = "";
  server.stdout.setEncoding("utf8").on("data", (text) => (printed += text));
  server.stderr.setEncoding("utf8").on("data", (text) => (printed += text));
  const ended = new Promise((resolve) => server.once("close", resolve));
  try {
    for (let left = 300; left > 0 && server.exitCode === null; left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
      if (response?.ok === true) return await response.text();
    }
    throw new Error(`The server does not answer:\n${printed}`);
  } finally {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid); // and what it has started
    await ended;
  }
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
