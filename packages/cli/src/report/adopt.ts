import type { AdoptResult, Ejected, LookResult, Undone } from "@migts/core";
import { counted, namesText, refusalsText } from "@migts/core/report";
import type { Outcome } from "../command.ts";

/** What there is to take over. */
export function lookOutcome(result: LookResult): Outcome {
  const { tool, folder, files, database, unread, adopted, applied, stubs } = result;
  if (stubs !== undefined) return { data: result, text: stubLines(files, stubs).join("\n") };
  const lines = [
    tool === null
      ? "No other migration tool has a history here."
      : `${tool.name}: ${counted(files, "migration")}${folder === null ? "" : ` in ${folder}`}`,
    ...(unread === undefined ? [] : [`  the database was not read: ${unread}`]),
    ...(applied === undefined || database === null ? [] : standingLines(result)),
    ...(adopted === null ? [] : [`  adopted already, with --${adopted === "migration" ? "history" : adopted}`]),
  ];
  return { data: result, text: lines.join("\n") };
}

/** How far Alembic's revisions have stubs. */
function stubLines(count: number, { withSql, refusing, missing }: NonNullable<LookResult["stubs"]>): readonly string[] {
  return [
    `Alembic: ${counted(count, "revision")}`,
    `  ${"with SQL".padEnd(11)} ${String(withSql.length).padStart(4)}`,
    ...(refusing.length === 0
      ? []
      : [`  ${"refusing".padEnd(11)} ${String(refusing.length).padStart(4)}  ${namesText(refusing, 5)}: to be applied with Alembic`]),
    ...(missing.length === 0 ? [] : [`  ${"no stub".padEnd(11)} ${String(missing.length).padStart(4)}  ${namesText(missing, 5)}`]),
  ];
}

function standingLines({
  tool,
  database,
  applied = [],
  pending = [],
  failed = [],
  rolledBack = [],
  edited = [],
  missing = [],
}: LookResult): readonly string[] {
  if (database?.table === null) return tool?.table === undefined ? [] : [`  the database has no table ${tool.table}`];
  const line = (what: string, names: readonly string[], note = ""): readonly string[] =>
    names.length === 0 ? [] : [`  ${what.padEnd(11)} ${String(names.length).padStart(4)}  ${namesText(names, 5)}${note}`];
  const [first, last] = [applied[0], applied.at(-1)];
  const ends = first === undefined ? "" : `  ${first === last ? first : `${first} ... ${last ?? ""}`}`;
  return [
    `  ${"applied".padEnd(11)} ${String(applied.length).padStart(4)}${ends}`,
    ...line("pending", pending),
    ...line("failed", failed, ": began and did not end"),
    ...line("edited", edited, ": the file is not what ran here"),
    ...line("missing", missing, ": ran here, and has no file"),
    ...line("rolled back", rolledBack),
  ];
}

/** What was taken over. */
export function adoptedOutcome(result: AdoptResult): Outcome {
  const { tool, files, revisions, recorded, refusing } = result;
  if (refusing !== undefined) {
    const head = files.length === 0 ? "Nothing to write: the stubs are there." : `Alembic: ${counted(files.length, "stub")} written`;
    return { data: result, text: [head, ...files.map((file) => `  ${file}`), refusalsText(revisions.length, refusing)].join("\n") };
  }
  const oneWay = revisions.filter(({ irreversible }) => irreversible !== undefined).length;
  const written = `${tool.name}: ${counted(revisions.length, "revision")} written${oneWay === 0 ? "" : `, ${oneWay} of them without a way back`}`;
  const lines = [
    ...(revisions.length === 0 ? [] : [written]),
    ...(files.length > 12 ? [...files.slice(0, 5), `... ${files.length - 10} more`, ...files.slice(-5)] : files).map((file) => `  ${file}`),
    recorded.how === "stamped"
      ? `stamped ${recorded.revision}`
      : recorded.how === "built"
        ? `built the empty database: ${counted(recorded.revisions.length, "revision")}`
        : "Nothing to do: the revisions are there, and this database has them recorded.",
  ];
  return { data: result, text: lines.join("\n") };
}

export function undoneOutcome({ files, tables }: Undone): Outcome {
  const lines = [...files.map((file) => `  ${file}`), ...(tables.length === 0 ? [] : [`dropped ${tables.join(" and ")}`])];
  return { data: { files, tables }, text: lines.length === 0 ? "Nothing to take back." : ["taken back", ...lines].join("\n") };
}

export function ejectedOutcome(ejected: Ejected): Outcome {
  const { tool, written, applied, pending, tables, removed } = ejected;
  const lines = [
    `${tool} goes on from here: ${counted(applied.length, "revision")} of mig applied${pending.length === 0 ? "" : `, ${pending.length} pending`}`,
    ...[...written, ...removed.map((file) => `removed ${file}`)].map((file) => `  ${file}`),
    ...(tables.length === 0 ? [] : [`dropped ${tables.join(" and ")}`]),
  ];
  return { data: ejected, text: lines.join("\n") };
}
