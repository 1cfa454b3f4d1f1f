import type { Option } from "../command.ts";

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
