import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

/** A running PgBouncer in front of a server. */
export interface PgBouncer {
  /** The URL of a database through it. */
  readonly urlOf: (url: string) => string;
  readonly stop: () => Promise<void>;
}

/**
 * The PgBouncer to test with: MIG_TEST_PGBOUNCER, or the one that Debian's package installs. Undefined: there is none here, and tests
 * that need one are skipped.
 */
export function findPgBouncer(): string | undefined {
  const named = process.env["MIG_TEST_PGBOUNCER"];
  const folders = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"];
  const found = [...(named === undefined ? [] : [named]), ...folders.map((folder) => path.join(folder, "pgbouncer"))].find((file) =>
    existsSync(file),
  );
  return found !== undefined && spawnSync(found, ["--version"], { stdio: "ignore" }).status === 0 ? found : undefined;
}

/** Starts PgBouncer in transaction mode: each transaction of a client may go over another connection. */
export async function startPgBouncer(program: string, server: string): Promise<PgBouncer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "mig-pgbouncer-"));
  const { hostname, port } = new URL(server);
  const own = await freePort();
  const settings = [
    "[databases]",
    `* = host=${hostname} port=${port} user=postgres`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${own}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    "default_pool_size = 6",
    "server_round_robin = 1",
  ];
  const file = path.join(folder, "pgbouncer.ini");
  await writeFile(file, `${settings.join("\n")}\n`);
  await chmod(folder, 0o755);
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}; // it refuses to run as root
  const child = spawn(program, [file], { ...nobody, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += String(chunk)));
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`PgBouncer did not start: ${log}`)));
    child.stderr.on("data", () => log.includes("process up") && resolve());
  });
  return {
    urlOf: (url) => {
      const through = new URL(url);
      through.host = `127.0.0.1:${own}`;
      return through.href;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
