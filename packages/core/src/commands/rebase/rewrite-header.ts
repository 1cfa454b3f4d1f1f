import { MigError } from "../../errors.ts";
import { parseHeader } from "../../revision/header.ts";

const value = String.raw`null|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\x60[^\x60]*\x60|\[[^\]]*\]`;
const declaration = new RegExp(String.raw`(\bexport\s+(?:const|let|var)\s+downRevision\b(?:\s*:[^=;]+)?\s*=\s*)(?:${value})`, "u");
const comment = /^(\/\/ Revises:)[^\n\r]*/mu;

/** The text of a revision file, building on other revisions. Nothing but its header changes; where that cannot be sure, it is refused. */
export function withDownRevisions(text: string, file: string, ids: readonly string[]): string {
  const written = ids.length === 1 ? JSON.stringify(ids[0]) : `[${ids.map((id) => JSON.stringify(id)).join(", ")}]`;
  const changed = text
    .replace(declaration, (_whole, before: string) => before + written)
    .replace(comment, (_whole, before: string) => `${before} ${ids.join(", ")}`);
  const [old, now] = [parseHeader(text, file), parseHeader(changed, file)];
  const expected = { ...old, downRevisions: ids };
  if (JSON.stringify(now) !== JSON.stringify(expected))
    throw new MigError("REBASE_REFUSED", { problem: `the header of ${file} is written in a way that cannot be changed safely` });
  return changed;
}
