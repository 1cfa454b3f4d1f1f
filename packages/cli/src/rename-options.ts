import { MigError } from "@migts/core/project";
import type { RenameRequest } from "@migts/core";
import { flag, listOption, type Option, type Options } from "./command.ts";

/** How a command line answers what may be another name of one thing. */
export const renameOptions: readonly Option[] = [
  {
    flags: "--rename <answer>",
    description:
      "what goes on under another name: column:public.users.name=full_name; without a name it does not: column:public.users.name=",
    repeatable: true,
  },
  { flags: "--no-rename", description: "nothing else does: what is gone is dropped, what is new is created" },
];

/**
 * What they say.
 * @throws MigError OPTION_INVALID
 */
export const renameRequest = (options: Options): Required<RenameRequest> => ({
  renames: Object.fromEntries(listOption(options, "rename").map(readAnswer)),
  noRename: flag(options, "noRename"),
});

/** `id=name`; an id quotes what it has of "=". */
function readAnswer(text: string): readonly [string, string | false] {
  const [, id, name] = /^((?:"(?:[^"]|"")*"|[^"=])+)=(.*)$/su.exec(text) ?? [];
  if (id === undefined || name === undefined)
    throw new MigError("OPTION_INVALID", {
      option: "--rename",
      value: text,
      expected: "an answer such as column:public.users.name=full_name",
    });
  return [id, name === "" ? false : name];
}
