import { spawn } from "node:child_process";
import path from "node:path";
import { MigError } from "@migts/core/project";
import type { Command } from "../../command.ts";
import type { Context } from "../../context.ts";
import { migOf } from "../../mig-of.ts";
import { wordsOf } from "../../run-options.ts";

export const edit: Command = {
  arguments: [{ name: "[revisions...]", description: "the revisions to open (default: head)" }],
  options: [],
  examples: ["mig edit", "mig edit ae10", "EDITOR='code --wait' mig edit current"],
  run: async (context, [given]) => {
    const mig = migOf(context);
    const files: string[] = [];
    for (const target of wordsOf(given) ?? ["head"]) {
      const found = (await mig.show({ revisions: target })).revisions.flatMap(({ file }) => file ?? []);
      if (found.length === 0) throw new MigError("NOTHING_TO_EDIT", { target });
      files.push(...found);
    }
    await openEditor(
      files.map((file) => path.resolve(context.cwd, file)),
      context,
    );
    return { data: { files }, text: "" };
  },
};

const usualEditors = ["sensible-editor", "editor", "nano", "vim", "code"];

/** Opens files in the first editor that is there: EDITOR, VISUAL, then, on a terminal, the usual ones. */
async function openEditor(files: readonly string[], { env, global, isTerminal }: Context): Promise<void> {
  const wanted = [env["EDITOR"], env["VISUAL"]].filter((editor) => editor !== undefined && editor.trim() !== "") as readonly string[];
  if (wanted.length === 0 && !isTerminal) throw new MigError("EDITOR_MISSING", { files });
  const editors = [...wanted, ...(isTerminal ? usualEditors : [])];
  for (const editor of editors) {
    const [program = "", ...args] = editor.trim().split(/\s+/u);
    const ended = await run(program, [...args, ...files], global.json ? "stderr" : "stdout");
    if (ended === 0) return;
    if (ended !== "missing")
      throw new MigError("EDITOR_FAILED", { editor, problem: `ended with ${ended === null ? "a signal" : `exit code ${ended}`}` });
  }
  throw new MigError("EDITOR_FAILED", { editor: editors[0] ?? "", problem: "cannot be found" });
}

/** Runs an editor to its end. What it prints goes where it does not mix with a result. */
function run(program: string, args: readonly string[], output: "stdout" | "stderr"): Promise<number | null | "missing"> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["inherit", output === "stderr" ? 2 : "inherit", "inherit"] });
    child.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" || error.code === "EACCES" ? resolve("missing") : reject(error),
    );
    child.once("close", resolve);
  });
}
