import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** What a process left behind. */
export interface ProcessResult {
  /** Absent: it was ended by `signal`. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to the little that every process gets: PATH, HOME and the folder for temporary files. */
  readonly env?: Readonly<Record<string, string>>;
  /** Absent: standard input is empty. */
  readonly input?: string;
  /** Milliseconds until it is killed. */
  readonly timeout?: number;
}

/** A process under way, for tests that interrupt or kill it. */
export interface StartedProcess {
  readonly pid: number;
  /** Sends a signal; `SIGKILL` is what a crash of the machine is to a program. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves once the output so far matches; rejects if the process ends before that. */
  readonly waitForOutput: (pattern: RegExp) => Promise<void>;
  readonly done: Promise<ProcessResult>;
}

/** The committed bin of the command. It runs the build. */
export const migBin = fileURLToPath(new URL("../../cli/bin/mig.js", import.meta.url));

/**
 * The Node that `mig` runs on in tests: the first of MIG_TEST_NODES (scripts/nodes.mjs), absent: this one. From 22 on compiled code is
 * kept, and a command takes a third less. nodes.test.ts runs every command on each.
 */
export const migNode = (process.env["MIG_TEST_NODES"] ?? "").split(path.delimiter).find((program) => program !== "") ?? process.execPath;

/** Runs `mig` as its users do. @example const { code, stdout } = await runMig(["heads", "--json"], { cwd: project.path }) */
export const runMig = (args: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> => startMig(args, options).done;

export const startMig = (args: readonly string[], options: ProcessOptions = {}): StartedProcess =>
  startProcess(migNode, [migBin, ...args], options);

/** Runs a process to its end. It never throws for an exit code: tests say which one they expect. */
export const runProcess = (command: string, args: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> =>
  startProcess(command, args, options).done;

export function startProcess(command: string, args: readonly string[], options: ProcessOptions = {}): StartedProcess {
  const child = spawn(command, args, { cwd: options.cwd, env: { ...inherited(), ...options.env }, stdio: ["pipe", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  child.stdin.on("error", () => {}).end(options.input ?? "");
  const timer = setTimeout(() => child.kill("SIGKILL"), options.timeout ?? 50_000);
  const done = new Promise<ProcessResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined, ...output }));
  }).finally(() => clearTimeout(timer));

  const waitForOutput = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(output.stdout + output.stderr)) resolve();
      };
      listeners.add(look);
      look();
      done.then(() => reject(new Error(`Ended without printing ${pattern}: ${output.stdout}${output.stderr}`)), reject);
    });
  return { pid: child.pid ?? 0, kill: (signal) => void child.kill(signal), waitForOutput, done };
}

/** Not the whole environment: variables of the test runner (NODE_ENV, FORCE_COLOR) or a DATABASE_URL must not leak in. */
export function inherited(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
