import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { programPath } from "./binaries.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { commandLine, type RunAs } from "./run-as.ts";

/** A server process that accepts connections. */
export interface Launched {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

/** Another server holds the data folder, or is about to let go of it. */
export class FolderInUse extends Error {}

const spawnOptions = (runAs: RunAs): SpawnOptions => ({
  ...runAs.ids,
  cwd: "/",
  detached: true, // an interrupt at the terminal is ours to handle, not the server's
  stdio: ["ignore", "pipe", "pipe"],
  env: { PATH: process.env["PATH"], SystemRoot: process.env["SystemRoot"], LC_ALL: "C", TZ: "UTC" },
});

/** Runs initdb beside `dataDir` and moves the result there, so that an interrupted run leaves no half of a database. */
export async function initialise(runAs: RunAs, dataDir: string): Promise<void> {
  const fresh = `${dataDir}.new-${randomBytes(4).toString("hex")}`;
  await prepareDataFolder(fresh, runAs);
  const args = ["-D", fresh, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--wal-segsize=1"];
  const [command, rest] = commandLine(runAs, programPath(runAs.root, "initdb"), args);
  const child = spawn(command, rest, spawnOptions(runAs));
  const output = collect(child);
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code === 0) await rename(fresh, dataDir).catch(ignoreExisting);
  await rm(fresh, { recursive: true, force: true });
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${output()}`);
}

/** Starts the server on the wanted port, or on one that is free. */
export async function launch(
  runAs: RunAs,
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  wantedPort?: number,
): Promise<Launched> {
  for (let attempt = 1; ; attempt++) {
    const port = wantedPort ?? (await freePort());
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const [command, args] = commandLine(runAs, programPath(runAs.root, "postgres"), ["-D", dataDir, "-p", String(port), ...flags]);
    const child = spawn(command, args, spawnOptions(runAs));
    const output = collect(child);
    if (await becomesReady(child)) return { child: letGo(child), pid: child.pid ?? 0, port };
    if (/lock file ".*postmaster\.pid" already exists|pre-existing shared memory block/.test(output())) throw new FolderInUse(output());
    const portTaken = wantedPort === undefined && /could not bind|in use/.test(output());
    if (!portTaken || attempt === 5) throw new Error(`PostgreSQL did not start on ${path.resolve(dataDir)}, port ${port}: ${output()}`);
  }
}

/** Ends the server and waits for it. */
export async function endServer(child: ChildProcess, signal: "SIGQUIT" | "SIGINT"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(process.platform === "win32" ? "SIGTERM" : signal);
  await ended;
}

function becomesReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve, reject) => {
    child.stderr?.on("data", (data: Buffer) => {
      if (data.includes("ready to accept connections")) resolve(true);
    });
    child.once("error", reject).once("close", () => resolve(false));
  });
}

/** Lets our process end while the server runs; its log is read and dropped, so that the pipe never fills. */
function letGo(child: ChildProcess): ChildProcess {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.removeAllListeners("data").resume();
    if (stream !== null && "unref" in stream && typeof stream.unref === "function") stream.unref();
  }
  child.unref();
  return child;
}

/** Somebody else was faster: their folder is as good as ours. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
}

function collect(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data: Buffer) => (text += data.toString()));
  return () => text.trim();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo; // it listens on TCP
      probe.close(() => resolve(port));
    });
  });
}
