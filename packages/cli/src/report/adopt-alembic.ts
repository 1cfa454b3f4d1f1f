import { refusalsText, type AdoptedAlembic, type AlembicLook } from "../adopt/alembic/take-over.ts";
import type { Outcome } from "../command.ts";
import type { Context } from "../context.ts";
import { namesText } from "./remarks.ts";

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** How far Alembic's revisions have stubs. */
export function alembicLookOutcome({ revisions, withSql, refusing, missing }: AlembicLook, { advise }: Context): Outcome {
  const lines = [
    `Alembic: ${counted(revisions.length, "revision")}`,
    `  ${"with SQL".padEnd(11)} ${String(withSql.length).padStart(4)}`,
    ...(refusing.length === 0
      ? []
      : [`  ${"refusing".padEnd(11)} ${String(refusing.length).padStart(4)}  ${namesText(refusing, 5)}: to be applied with Alembic`]),
    ...(missing.length === 0 ? [] : [`  ${"no stub".padEnd(11)} ${String(missing.length).padStart(4)}  ${namesText(missing, 5)}`]),
  ];
  advise(
    missing.length + refusing.length === 0
      ? "next: mig check"
      : "next: mig adopt --history, to write stubs for new revisions, with Alembic's SQL where Alembic can write it",
  );
  return {
    data: { tool: { id: "alembic", name: "Alembic" }, files: revisions.length, stubs: { withSql, refusing, missing } },
    text: lines.join("\n"),
  };
}

/** What was written for them. */
export function alembicOutcome({ files, stubs, edited }: AdoptedAlembic, { warn, advise }: Context): Outcome {
  if (edited.length > 0)
    warn(
      `Alembic's SQL for these is not what their stubs have: ${namesText(edited)}. The stubs stay as they are. To have the new SQL, delete them and run the command again.`,
    );
  const refusing = stubs.flatMap(({ draft: { revision }, refuses }) => (refuses === undefined ? [] : [{ revision, why: refuses }]));
  advise("next: mig check");
  return {
    data: {
      tool: { id: "alembic", name: "Alembic" },
      form: "history",
      files,
      revisions: stubs.map(({ draft: { revision, message, irreversible } }) => ({
        revision,
        message,
        ...(irreversible === undefined ? {} : { irreversible }),
      })),
      refusing,
      edited,
    },
    text: [
      files.length === 0 ? "Nothing to write: the stubs are there." : `Alembic: ${counted(files.length, "stub")} written`,
      ...files.map((file) => `  ${file}`),
      refusalsText(stubs),
    ].join("\n"),
  };
}
