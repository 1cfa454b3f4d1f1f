import type { CommandEntry } from "../command.ts";

/** The commands in the order that help lists them. A summary stands here, so that help needs no command's module. */
export const commands: readonly CommandEntry[] = [
  { name: "init", summary: "write a configuration and the folder for revisions", load: async () => (await import("./init.ts")).init },
  { name: "revision", summary: "write a new revision: what changed in the models, or an empty one", load: async () => (await import("./revision.ts")).revision },
  { name: "upgrade", summary: "run revisions upwards", load: async () => (await import("./upgrade.ts")).upgrade },
  { name: "downgrade", summary: "take revisions back", load: async () => (await import("./downgrade.ts")).downgrade },
  { name: "current", summary: "show where the database is", load: async () => (await import("./current.ts")).current },
  { name: "history", summary: "list revisions, newest first", load: async () => (await import("./history.ts")).history },
  { name: "heads", summary: "list revisions that nothing builds on", load: async () => (await import("./heads.ts")).heads },
  { name: "show", summary: "show all that is known of a revision", load: async () => (await import("./show.ts")).show },
  { name: "stamp", summary: "set where the database is, without running anything", load: async () => (await import("./stamp.ts")).stamp },
  { name: "check", summary: "tell whether models and database agree (exit code 4 when not)", load: async () => (await import("./check.ts")).check },
  { name: "diff", summary: "print what turns one side into another: databases, models, nothing", load: async () => (await import("./diff.ts")).diff },
];
