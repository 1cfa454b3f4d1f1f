import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** A way to start the Python that a project's Alembic runs in: a program and its first arguments. */
export type Python = readonly [program: string, ...args: readonly string[]];

export interface PythonRun {
  readonly stdout: string;
  readonly stderr: string;
  /** Null: ended by a signal, or by the limit of time. */
  readonly code: number | null;
}

export interface PythonPlace {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

const isWindows = process.platform === "win32";

/**
 * The Pythons that may have a project's Alembic, the most telling first: an active or usual virtual environment, the package managers that
 * have a lock file here, the one that `alembic` on the path starts with, those on the path.
 */
function candidates({ root, env }: PythonPlace): readonly Python[] {
  const inFolder = (folder: string): string => path.join(folder, isWindows ? "Scripts" : "bin", isWindows ? "python.exe" : "python");
  const environments = [env["VIRTUAL_ENV"], ...[".venv", "venv", "env"].map((name) => path.join(root, name))];
  const found = environments.flatMap((folder) => (folder !== undefined && existsSync(inFolder(folder)) ? [inFolder(folder)] : []));
  const managed: readonly (readonly [string, Python])[] = [
    ["uv.lock", ["uv", "run", "--no-sync", "python"]],
    ["poetry.lock", ["poetry", "run", "python"]],
    ["pdm.lock", ["pdm", "run", "python"]],
    ["Pipfile.lock", ["pipenv", "run", "python"]],
  ];
  const onPath: readonly Python[] = isWindows ? [["python"], ["py"]] : [["python3"], ["python"]];
  const ofProgram = shebangOf("alembic", env["PATH"] ?? "");
  return [
    ...found.map((program): Python => [program]),
    ...managed.flatMap(([lock, python]) => (existsSync(path.join(root, lock)) ? [python] : [])),
    ...(ofProgram === undefined ? [] : [ofProgram]),
    ...onPath,
  ];
}

/** The interpreter that the first line of a program on the path names. */
function shebangOf(name: string, searched: string): Python | undefined {
  if (isWindows) return undefined;
  const file = searched
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((one) => existsSync(one));
  const line = file === undefined ? undefined : /^#!\s*([^\n]+)/u.exec(readFileSync(file, "utf8").slice(0, 500))?.[1];
  const [program, ...args] = line?.trim().split(/\s+/u) ?? [];
  return program === undefined || !program.includes("python") ? undefined : [program, ...args];
}

const patienceSeconds = 30;

/** The first Python that has Alembic. Undefined: none has. */
export async function pythonWithAlembic(place: PythonPlace): Promise<Python | undefined> {
  for (const python of candidates(place)) {
    const { code } = await runPython(python, ["-c", "import alembic"], place, { seconds: patienceSeconds });
    if (code === 0) return python;
  }
  return undefined;
}

/** Runs it in the project's folder. What cannot be started ends with code 127. */
export function runPython(
  [program, ...first]: Python,
  args: readonly string[],
  { root, env, signal }: PythonPlace,
  { seconds, input = "" }: { readonly seconds: number; readonly input?: string },
): Promise<PythonRun> {
  return new Promise((resolve) => {
    const child = process.getBuiltinModule("node:child_process").spawn(program, [...first, ...args], {
      cwd: root,
      env: { ...env, PYTHONIOENCODING: "utf-8" },
      stdio: ["pipe", "pipe", "pipe"],
      timeout: seconds * 1000,
      ...(signal === undefined ? {} : { signal }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", ({ message }) => resolve({ stdout, stderr: message, code: 127 }));
    child.once("close", (code) => resolve({ stdout, stderr, code }));
    child.stdin.on("error", () => {}); // it ended without reading
    child.stdin.end(input);
  });
}
