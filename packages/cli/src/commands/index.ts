import type { CommandEntry } from "../command.ts";

/** The commands in the order that help lists them. A summary stands here, so that help needs no command's module. */
export const commands: readonly CommandEntry[] = [
  { name: "init", summary: "write a configuration and the folder for revisions", load: async () => (await import("./init.ts")).init },
  { name: "revision", summary: "write a new revision: what changed in the models, or an empty one", load: async () => (await import("./revision.ts")).revision },
  { name: "upgrade", summary: "run revisions upwards", load: async () => (await import("./upgrade.ts")).upgrade },
  { name: "downgrade", summary: "take revisions back", load: async () => (await import("./downgrade.ts")).downgrade },
  { name: "merge", summary: "write a revision that joins heads", load: async () => (await import("./merge.ts")).merge },
  { name: "rebase", summary: "put revisions that are not applied on top of another head", load: async () => (await import("./rebase.ts")).rebase },
  { name: "current", summary: "show where the database is", load: async () => (await import("./current.ts")).current },
  { name: "history", summary: "list revisions, newest first", load: async () => (await import("./history.ts")).history },
  { name: "heads", summary: "list revisions that nothing builds on", load: async () => (await import("./heads.ts")).heads },
  { name: "branches", summary: "list revisions that several build on", load: async () => (await import("./branches.ts")).branches },
  { name: "show", summary: "show all that is known of a revision", load: async () => (await import("./show.ts")).show },
  { name: "edit", summary: "open a revision's file in the editor", load: async () => (await import("./edit.ts")).edit },
  { name: "stamp", summary: "set where the database is, without running anything", load: async () => (await import("./stamp.ts")).stamp },
  { name: "ensure-version", summary: "create the version table if it is missing", load: async () => (await import("./ensure-version.ts")).ensureVersion },
  { name: "check", summary: "tell whether models and database agree (exit code 4 when not, 6 when not everything was compared)", load: async () => (await import("./check.ts")).check },
  { name: "diff", summary: "print what turns one side into another: databases, models, nothing", load: async () => (await import("./diff.ts")).diff },
];
