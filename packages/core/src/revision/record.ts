import type { GraphNode, RevisionGraph } from "./node.ts";
import { ancestorsOf, belowOthers, inOrder } from "./lineage.ts";
import { byText } from "./revision.ts";

/** With what a revision ran. */
export interface Checksums {
  /** SHA-256 of the file's text. */
  readonly checksum?: string;
  /** SHA-256 of what the file does: its text without header, comments and formatting. Absent: an earlier version of mig ran it. */
  readonly effect?: string;
}

/** What a row of the log says about what is applied. */
export interface LogRecord extends Checksums {
  readonly revision: string;
  /** "found": another tool had moved the rows when mig came. */
  readonly direction: "upgrade" | "downgrade" | "stamp" | "found";
  /** Rows of the version table before it. Absent: not known, as for all that earlier versions of mig wrote. */
  readonly headsBefore?: readonly string[];
  /** And after it. */
  readonly headsAfter?: readonly string[];
  /** Of "stamp" and "found": all that counts as applied from then on. */
  readonly vouched?: readonly string[];
}

/** What the log says of a database, held against its rows and the files as they are now. */
export interface Recorded {
  /** The rows imply it, and it never ran here, lowest first: its place in the history has changed since. */
  readonly neverRun: readonly string[];
  /** It ran here, and the rows do not imply it any more. */
  readonly ranBefore: readonly string[];
  /** It ran here, and no file has it. A row without a file is not meant: nothing can be planned from it. */
  readonly gone: readonly string[];
  /** With what the applied revisions ran. Those that mig did not run are not in it. */
  readonly ran: ReadonlyMap<string, Checksums>;
  /** Another tool moved the rows: what counts as applied now. Absent: the log knows how the rows came about. */
  readonly found?: readonly string[];
}

/** What the log has seen applied, and with what; filled record by record. */
type Known = Map<string, Checksums>;

/**
 * Compares what the rows imply with what the log has seen. Rows that another tool moved (Alembic, a script, a hand) are believed, as
 * far as they moved; where the rows are as mig left them, only what mig ran or was told of counts.
 *
 * @example recordedIn(graph, ["b2"], records).neverRun // ["c3"]: it was put below b2 after b2 ran
 */
export function recordedIn(graph: RevisionGraph, rows: readonly string[], records: readonly LogRecord[]): Recorded {
  let heads: readonly string[] | undefined = [];
  let known: Known = new Map();
  for (const record of records) {
    const { headsBefore, headsAfter, vouched } = record;
    if (vouched === undefined && headsBefore !== undefined && !isSame(heads, headsBefore))
      known = movedTo(graph, known, heads, headsBefore);
    known = after(known, record);
    heads = headsAfter;
  }
  const isKnown = isSame(heads, rows);
  if (!isKnown) known = movedTo(graph, known, heads, rows);
  const implied = impliedBy(graph, rows);
  const ids = new Set([...implied].map(({ id }) => id));
  return {
    neverRun: inOrder([...implied].filter(({ id }) => !known.has(id))).map(({ id }) => id),
    ranBefore: [...known.keys()].filter((id) => graph.byId.has(id) && !ids.has(id)).toSorted(byText),
    gone: [...known.keys()].filter((id) => !graph.byId.has(id) && !rows.includes(id)).toSorted(byText),
    ran: known,
    ...(isKnown ? {} : { found: [...known.keys()] }),
  };
}

/**
 * What is applied: what the rows imply, without what the log has never seen run, which a stamp must not vouch for. Rows that have no file
 * say nothing.
 */
export function ranIn(graph: RevisionGraph, rows: readonly string[], log: readonly LogRecord[]): ReadonlySet<string> {
  const known = rows.filter((row) => graph.byId.has(row));
  const { neverRun } = recordedIn(graph, known, log);
  return new Set([...impliedBy(graph, known)].flatMap(({ id }) => (neverRun.includes(id) ? [] : [id])));
}

const isSame = (left: readonly string[] | undefined, right: readonly string[]): boolean =>
  left !== undefined && left.length === right.length && left.toSorted(byText).join("\0") === right.toSorted(byText).join("\0");

function after(known: Known, { revision, direction, checksum, effect, vouched }: LogRecord): Known {
  if (direction === "stamp") return new Map((vouched ?? []).map((id) => [id, {}]));
  if (direction === "found") return new Map((vouched ?? []).map((id) => [id, known.get(id) ?? {}]));
  if (direction === "downgrade") known.delete(revision);
  else
    known.set(revision, {
      ...known.get(revision),
      ...(checksum === undefined ? {} : { checksum }),
      ...(effect === undefined ? {} : { effect }),
    });
  return known;
}

/**
 * The rows without those that another row implies now, where mig ran the revision of its own when it was not implied: the history was
 * changed since. Rows that were written so, as a stamp can, stay, and a plan refuses them as Alembic does.
 */
export function rowsThatCount(graph: RevisionGraph, rows: readonly string[], { ran }: Pick<Recorded, "ran">): readonly string[] {
  const implied = belowOthers(rows.flatMap((row) => graph.byId.get(row) ?? [])).map(({ id }) => id);
  return implied.length === 0 ? rows : rows.filter((row) => !implied.includes(row) || ran.get(row)?.effect === undefined);
}

/** What is known once another tool has moved the rows: what they imply now, without what they implied before and nobody had run. */
function movedTo(graph: RevisionGraph, known: Known, from: readonly string[] | undefined, to: readonly string[]): Known {
  const before = new Set(from === undefined ? [] : impliedBy(graph, from));
  const believed = [...impliedBy(graph, to)].filter((node) => !before.has(node) || known.has(node.id)).map(({ id }) => id);
  // What a row without a file implies cannot be told: what was known stays known.
  const unseen = to.some((row) => !graph.byId.has(row)) ? [...to, ...[...known.keys()].filter((id) => !graph.byId.has(id))] : [];
  return new Map([...believed, ...unseen].map((id) => [id, known.get(id) ?? {}]));
}

function impliedBy(graph: RevisionGraph, rows: readonly string[]): ReadonlySet<GraphNode> {
  return ancestorsOf(
    rows.flatMap((row) => graph.byId.get(row) ?? []),
    "requirements",
  );
}
