import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RenameAnswers } from "../../diff/renames/answers.ts";
import { MigError } from "../../errors.ts";
import type { Project } from "../project/project.ts";

/** How a request answers what may be the same thing under another name. */
export interface RenameRequest {
  /**
   * By the id of a question the new name, or false where it is not the same thing. They come before those of the project's answers.json.
   * @example { "column:public.users.name": "full_name", "table:public.users": false }
   */
  readonly renames?: Readonly<Record<string, string | false>>;
  /** Nothing else has another name: what is gone is dropped, what is new is created. */
  readonly noRename?: boolean;
}

/** What a request and the project's file say of names that changed. */
export interface GivenAnswers {
  readonly answers: RenameAnswers;
  /** Those of the request, which must fit. One of the file may be of a change that was made long ago. */
  readonly flags: RenameAnswers;
  /** Set where whatever is not answered is no rename. */
  readonly rest?: "no";
  /** The file for answers, as the user would write it; it need not be there. */
  readonly file: string;
}

/** The answers of a request, before those of the file. */
export function givenAnswers(
  { renames = {}, noRename = false }: RenameRequest,
  { folders, shown }: Pick<Project, "folders" | "shown">,
): GivenAnswers {
  const file = path.join(path.dirname(folders[0] ?? "."), "answers.json");
  const flags = new Map(Object.entries(renames));
  return {
    answers: new Map([...readAnswers(file, shown(file)), ...flags]),
    flags,
    ...(noRename ? { rest: "no" } : {}),
    file: shown(file),
  };
}

function readAnswers(file: string, shown: string): RenameAnswers {
  if (!existsSync(file)) return new Map();
  const invalid = (problem: string, cause?: unknown): MigError =>
    new MigError("ANSWERS_INVALID", { file: shown, problem }, { place: { file: shown }, cause });
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error), error);
  }
  if (!isRecord(read)) throw invalid("it is no object");
  const unknown = Object.keys(read).find((key) => key !== "renames" && key !== "$schema");
  if (unknown !== undefined) throw invalid(`"${unknown}" is not known; it has "renames"`);
  const { renames = {} } = read;
  if (!isRecord(renames)) throw invalid('"renames" is no object');
  return new Map(
    Object.entries(renames).map(([id, answer]) => {
      if ((typeof answer === "string" && answer !== "") || answer === false) return [id, answer];
      throw invalid(`the answer to "${id}" is neither a name nor false`);
    }),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
