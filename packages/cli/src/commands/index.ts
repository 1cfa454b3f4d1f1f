import type { CommandEntry } from "../command.ts";

/** The commands in the order that help lists them. A summary stands here, so that help needs no command's module. */
export const commands: readonly CommandEntry[] = [
  {
    name: "init",
    summary: "write a configuration file and create the folder for revisions",
    load: async () => (await import("./write/init.ts")).init,
  },
  {
    name: "adopt",
    summary: "take over the history of Prisma Migrate or another tool; without options, say what there is",
    load: async () => (await import("./write/adopt.ts")).adopt,
  },
  {
    name: "eject",
    summary: "leave the project to Prisma Migrate: a migration for each revision, and its table up to date",
    load: async () => (await import("./write/eject.ts")).eject,
  },
  {
    name: "revision",
    summary: "write a new revision from the changes in the models, or an empty one",
    load: async () => (await import("./write/revision.ts")).revision,
  },
  { name: "upgrade", summary: "apply revisions", load: async () => (await import("./run/upgrade.ts")).upgrade },
  { name: "downgrade", summary: "revert revisions", load: async () => (await import("./run/downgrade.ts")).downgrade },
  { name: "merge", summary: "write a revision that merges heads", load: async () => (await import("./write/merge.ts")).merge },
  {
    name: "rebase",
    summary: "move unapplied revisions on top of another head",
    load: async () => (await import("./write/rebase.ts")).rebase,
  },
  { name: "current", summary: "show the revisions that the database is at", load: async () => (await import("./read.ts")).current },
  { name: "history", summary: "list revisions, newest first", load: async () => (await import("./read.ts")).history },
  { name: "heads", summary: "list head revisions", load: async () => (await import("./read.ts")).heads },
  { name: "branches", summary: "list branch points", load: async () => (await import("./read.ts")).branches },
  { name: "show", summary: "show the details of a revision", load: async () => (await import("./read.ts")).show },
  { name: "edit", summary: "open a revision's file in the editor", load: async () => (await import("./write/edit.ts")).edit },
  { name: "stamp", summary: "record revisions as applied without running them", load: async () => (await import("./run/stamp.ts")).stamp },
  {
    name: "ensure-version",
    summary: "create the version table if it does not exist",
    load: async () => (await import("./run/ensure-version.ts")).ensureVersion,
  },
  {
    name: "check",
    summary: "check that the database matches the models (exit code 4: it differs, 6: not everything was compared)",
    load: async () => (await import("./compare/check.ts")).check,
  },
  { name: "config", summary: "show the configuration that holds here", load: async () => (await import("./compare/config.ts")).config },
  { name: "diff", summary: "show the changes between two schemas", load: async () => (await import("./compare/diff.ts")).diff },
];
