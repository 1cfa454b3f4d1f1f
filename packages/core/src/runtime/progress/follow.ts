import type { StepProgress } from "../environment/event.ts";
import type { Worker } from "../lock/worker.ts";
import type { Session } from "../session.ts";
import type { Piece } from "../step/piece.ts";
import { createMarks, type Marks } from "./marks.ts";
import { serverProgress, type ServerProgress } from "./server-progress.ts";

/** Follows the statements of a step while they run. */
export interface Follow extends Pick<Marks, "put"> {
  /** Does the work that sends these pieces, and tells of each statement that takes more than a second. */
  readonly during: <Result>(pieces: readonly Piece[], work: () => Promise<Result>) => Promise<Result>;
}

/** The first look comes after this time, and so do the others: quick statements are never looked at. */
const lookMilliseconds = 1000;

const isFollowed = ({ role }: Piece): boolean => role === "statement" || role === "read" || role === "commit";

/**
 * A second connection asks the server what runs. Without one, or behind a pooler, where the process of a statement is not known,
 * only the time is told.
 */
export function createFollow(worker: Worker, onProgress: (progress: StepProgress) => void): Follow {
  const { session, watch, tables } = worker;
  const { processId } = session;
  const canAsk = watch !== undefined && !watch.lock.isPooled && processId !== undefined;
  const marks = createMarks(canAsk ? session.applicationName : undefined);
  let monitor: (() => Promise<Session>) | undefined = canAsk ? watch.monitor : undefined;
  const own = new Set([tables.version, tables.log].map(({ schema, name }) => `${schema}.${name}`));
  const ask = async (): Promise<ServerProgress | undefined> => {
    if (monitor === undefined || processId === undefined) return undefined;
    try {
      return await serverProgress(await monitor(), processId);
    } catch {
      monitor = undefined; // its connection is lost, or could not be opened: the time is still told
      return undefined;
    }
  };
  const during: Follow["during"] = async (pieces, work) => {
    const [first, ...others] = pieces.filter(isFollowed);
    if (first === undefined) return work();
    const begun = Date.now();
    const onlyOne = others.every(({ role }) => role === "commit") ? first : undefined;
    const isMarked = pieces.some(({ role }) => role === "mark");
    let now = { piece: onlyOne ?? (isMarked ? first : undefined), since: begun };
    const running = (seen: ServerProgress | undefined): Piece | undefined => {
      if (!isMarked || monitor === undefined) return onlyOne;
      return seen === undefined ? now.piece : (marks.read(pieces, seen.applicationName) ?? first); // the first has no mark
    };
    let lastLook = begun;
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      const seen = await ask();
      if (isOver) return;
      const piece = running(seen);
      const isSame = piece === now.piece;
      if (!isSame) now = { piece, since: piece === undefined ? begun : lastLook };
      lastLook = Date.now();
      if (isSame) onProgress({ ...aboutPiece(piece), seconds: Math.round((lastLook - now.since) / 1000), ...factsOf(seen, piece, own) });
      if (!isOver) timer = setTimeout(() => void look(), lookMilliseconds);
    };
    timer = setTimeout(() => void look(), lookMilliseconds);
    try {
      return await work();
    } finally {
      isOver = true;
      clearTimeout(timer);
    }
  };
  return { put: marks.put, during };
}

/** Which statement it is. Of several that went to the server together, nothing is known without a second connection. */
function aboutPiece(piece: Piece | undefined): Pick<StepProgress, "statement" | "number" | "of"> {
  if (piece === undefined) return {};
  const { sql, number, of } = piece;
  return { statement: sql, ...(number === undefined ? {} : { number }), ...(of === undefined ? {} : { of }) };
}

type ProgressFacts = Pick<StepProgress, "phase" | "share" | "table" | "rows">;

/** What the server reports; for what it has no report of, such as ALTER TABLE, the table that the statement works on. */
function factsOf(seen: ServerProgress | undefined, piece: Piece | undefined, own: ReadonlySet<string>): ProgressFacts {
  if (seen === undefined) return {};
  const { phase, share, table, waits, held } = seen;
  if (phase !== undefined) return { phase, ...(share === undefined ? {} : { share }), ...(table === undefined ? {} : { table }) };
  const others = held.filter(({ schema, name }) => !own.has(`${schema}.${name}`));
  const named = tableOf(piece);
  const [only, ...more] = named === undefined ? others : others.filter(({ schema, name }) => `${schema}.${name}` === named);
  const isKnown = only !== undefined && more.length === 0;
  return {
    ...(waits ? { phase: "waiting for a lock" } : {}),
    ...(isKnown ? { table: `${only.schema}.${only.name}`, ...(only.rows === undefined ? {} : { rows: only.rows }) } : {}),
  };
}

/** The table that a statement's operation names. Undefined: it names none, as SQL written by hand. */
function tableOf({ statement }: Pick<Piece, "statement"> = {}): string | undefined {
  const { schema, table } = Object(statement?.operation) as { readonly schema?: unknown; readonly table?: unknown };
  return typeof schema === "string" && typeof table === "string" ? `${schema}.${table}` : undefined;
}
