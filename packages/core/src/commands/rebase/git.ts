import { promisify } from "node:util";

/** Node's part that runs programs is loaded when one is run: most commands run none. */
const program = () => promisify(process.getBuiltinModule("node:child_process").execFile);

/** A git repository, asked by its command. */
export interface Git {
  /** The top folder of the working tree. */
  readonly top: string;
  /** Git's answer. Undefined: it has none. */
  readonly ask: (...args: readonly string[]) => Promise<string | undefined>;
  /** The texts of blobs. One that cannot be read is left out. */
  readonly texts: (blobs: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** The repository that a folder lies in. Undefined: none, or there is no git. */
export async function gitAt(folder: string): Promise<Git | undefined> {
  const top = (await askGit(folder, ["rev-parse", "--show-toplevel"]))?.replace(/\r?\n$/u, "");
  if (top === undefined || top === "") return undefined;
  return { top, ask: (...args) => askGit(top, args), texts: (blobs) => textsOf(top, blobs) };
}

/** No question, no network, no lock: this only looks. */
const env = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0" };

async function askGit(cwd: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await program()("git", [...args], { cwd, env, maxBuffer: 1 << 28 })).stdout;
  } catch {
    return undefined;
  }
}

async function textsOf(cwd: string, blobs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (blobs.length === 0) return texts;
  const asked = program()("git", ["cat-file", "--batch"], { cwd, env, encoding: "buffer", maxBuffer: 1 << 30 });
  asked.child.stdin?.on("error", () => {}).end(`${blobs.join("\n")}\n`);
  const { stdout } = await asked.catch(() => ({ stdout: Buffer.alloc(0) }));
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf("\n", at);
    const [blob = "", kind, size] = stdout.toString("utf8", at, end).split(" ");
    at = end + 1;
    if (kind !== "blob") continue; // "missing"
    texts.set(blob, stdout.toString("utf8", at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}
