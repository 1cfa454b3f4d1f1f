import type { CommandEntry } from "../command.ts";

/** The commands in the order that help lists them. A summary stands here, so that help needs no command's module. */
export const commands: readonly CommandEntry[] = [
  {
    name: "init",
    group: "Start",
    summary: "write a configuration file and create the folder for revisions",
    load: async () => (await import("./write/init.ts")).init,
  },
  {
    name: "config",
    group: "Start",
    summary: "show the configuration that holds here",
    load: async () => (await import("./compare/config.ts")).config,
  },
  {
    name: "doctor",
    group: "Start",
    summary: "look at all that mig needs: configuration, models, database, rights, git, versions",
    load: async () => (await import("./look/doctor.ts")).doctor,
  },
  {
    name: "completion",
    group: "Start",
    summary: "print a script that completes mig in bash, zsh or fish",
    load: async () => (await import("./completion.ts")).completion,
  },
  {
    name: "revision",
    group: "Write revisions",
    summary: "write a new revision from the changes in the models, or an empty one",
    load: async () => (await import("./write/revision.ts")).revision,
  },
  {
    name: "merge",
    group: "Write revisions",
    summary: "write a revision that merges heads",
    load: async () => (await import("./write/merge.ts")).merge,
  },
  {
    name: "rebase",
    group: "Write revisions",
    summary: "move unapplied revisions on top of another head",
    load: async () => (await import("./write/rebase.ts")).rebase,
  },
  {
    name: "edit",
    group: "Write revisions",
    summary: "open a revision's file in the editor",
    load: async () => (await import("./write/edit.ts")).edit,
  },
  { name: "upgrade", group: "Run revisions", summary: "apply revisions", load: async () => (await import("./run/upgrade.ts")).upgrade },
  {
    name: "downgrade",
    group: "Run revisions",
    summary: "revert revisions",
    load: async () => (await import("./run/downgrade.ts")).downgrade,
  },
  {
    name: "stamp",
    group: "Run revisions",
    summary: "record revisions as applied without running them",
    load: async () => (await import("./run/stamp.ts")).stamp,
  },
  {
    name: "ensure-version",
    group: "Run revisions",
    summary: "create the version table if it does not exist",
    load: async () => (await import("./run/ensure-version.ts")).ensureVersion,
  },
  {
    name: "status",
    group: "Look",
    summary: "show where you are, and what comes next; the same as mig alone",
    load: async () => (await import("./look/status.ts")).status,
  },
  {
    name: "current",
    group: "Look",
    summary: "show the revisions that the database is at",
    load: async () => (await import("./read.ts")).current,
  },
  { name: "history", group: "Look", summary: "list revisions, newest first", load: async () => (await import("./read.ts")).history },
  { name: "heads", group: "Look", summary: "list head revisions", load: async () => (await import("./read.ts")).heads },
  { name: "branches", group: "Look", summary: "list branch points", load: async () => (await import("./read.ts")).branches },
  { name: "show", group: "Look", summary: "show the details of a revision", load: async () => (await import("./read.ts")).show },
  {
    name: "check",
    group: "Compare",
    summary: "check that the database matches the models (exit code 4: it differs, 6: not everything was compared)",
    load: async () => (await import("./compare/check.ts")).check,
  },
  {
    name: "diff",
    group: "Compare",
    summary: "show the changes between two schemas",
    load: async () => (await import("./compare/diff.ts")).diff,
  },
  {
    name: "adopt",
    group: "Move over",
    summary: "take over the history of Prisma Migrate or another tool; without options, say what there is",
    load: async () => (await import("./write/adopt.ts")).adopt,
  },
  {
    name: "eject",
    group: "Move over",
    summary: "leave the project to Prisma Migrate: a migration for each revision, and its table up to date",
    load: async () => (await import("./write/eject.ts")).eject,
  },
];
