import { quoteLiteral } from "../../../postgres/sql/literal.ts";
import type { Refusal, ScratchDatabase } from "../../../schema/model-source.ts";
import { hopesOf, type Hopes } from "./hopes.ts";
import type { FileStatement } from "./read-statements.ts";

/** A statement that the server refuses whatever the others are. */
export interface Failure {
  readonly statement: FileStatement;
  readonly refusal: Refusal;
  /** The statement that was refused, where it is one that should hold for this one. Absent: itself. */
  readonly blockedBy?: FileStatement;
}

export interface Loaded {
  /** What never ran, in the order of the files. */
  readonly failed: readonly Failure[];
  /** Functions that could only be made unchecked, and whose bodies have a mistake now that everything is there. */
  readonly doubtful: readonly Failure[];
}

type Runner = Pick<ScratchDatabase, "attempt" | "ask">;

/**
 * Runs statements in whatever order they can: all of them once, then those that failed again, as long as that leads on. IF EXISTS waits for
 * what is before it. Before a statement that is about what is created later, those before it are tried until none leads on. What then still
 * fails is tried without a look into the bodies of functions: a function and a table may need each other.
 * @param path the search_path of statements whose file sets none
 */
export async function runStatements(statements: readonly FileStatement[], database: Runner, path: string): Promise<Loaded> {
  const session = sessionIn(database, path);
  const unchecked: Unchecked[] = [];
  const hopes = hopesOf(statements);
  const [first = [], ...others] = partsOf(statements);
  let waiting: readonly Failure[] = first.map(notRun);
  let patience: Patience = "waits";
  while (waiting.length + others.length > 0 && patience !== "ended") {
    if (patience !== "waits" && others.length > 0) {
      waiting = [...waiting, ...(others.shift() ?? []).map(notRun)];
      patience = "waits";
    }
    const wasFull = hopes.areAll(waiting);
    const left: readonly Failure[] =
      patience === "unchecked"
        ? await uncheckedPass(waiting, { session, database, unchecked })
        : await pass(waiting, { session, hopes, patience });
    if (left.length < waiting.length) patience = "waits";
    else if (wasFull || patience === "unchecked") patience = next[patience];
    if (!left.some(({ statement }) => hopes.has(statement))) hopes.all();
    waiting = left;
  }
  return { failed: waiting, doubtful: waiting.length > 0 ? [] : await doubtfulOf(unchecked, { session, database }) };
}

/** The statements in parts, each but the first beginning with one that is about what is created later. */
function partsOf(statements: readonly FileStatement[]): (readonly FileStatement[])[] {
  const parts: FileStatement[][] = [[]];
  for (const statement of statements) {
    if (statement.isForLater) parts.push([]);
    parts.at(-1)?.push(statement);
  }
  return parts;
}

const notRun = (statement: FileStatement): Failure => ({ statement, refusal: notYet });

const notYet: Refusal = { message: "it was not run", sqlState: "00000" };

/** `waits`: IF EXISTS runs once nothing before it fails. `at once`: it runs. `unchecked`: bodies of functions are not looked into. */
type Patience = "waits" | "at once" | "unchecked" | "ended";

const next: Readonly<Record<Patience, Patience>> = { waits: "at once", "at once": "unchecked", unchecked: "ended", ended: "ended" };

interface PassTools {
  readonly session: SessionState;
  readonly hopes: Hopes;
  readonly patience: Patience;
}

/** Runs each for which there is hope; gives those that are left. */
async function pass(waiting: readonly Failure[], { session, hopes, patience }: PassTools): Promise<readonly Failure[]> {
  const left: Failure[] = [];
  for (const failure of waiting) {
    const { statement } = failure;
    const isEarly = patience === "waits" && statement.isConditional && left.length > 0;
    if (isEarly || !hopes.has(statement)) {
      left.push(failure);
      continue;
    }
    hopes.drop(statement);
    const failed = await session.run(statement, "checked");
    if (failed.length === 0) hopes.raise(statement);
    left.push(...failed);
  }
  return left;
}

interface Unchecked {
  readonly statement: FileStatement;
  /** SQL that checks the function. */
  readonly check: string;
}

interface Tools {
  readonly session: SessionState;
  readonly database: Runner;
}

/** Runs them without a look into bodies until one succeeds; then the others may do with one. */
async function uncheckedPass(
  waiting: readonly Failure[],
  { session, database, unchecked }: Tools & { readonly unchecked: Unchecked[] },
): Promise<readonly Failure[]> {
  const newest = await newestFunction(database);
  for (const [at, { statement }] of waiting.entries()) {
    const failed = await session.run(statement, "unchecked");
    if (failed.length > 0) continue;
    unchecked.push(...(await checksOf(database, newest)).map((check) => ({ statement, check })));
    return waiting.filter((_, place) => place !== at);
  }
  return waiting;
}

async function newestFunction({ ask }: Runner): Promise<string> {
  const [row] = await ask("select coalesce(pg_catalog.max(p.oid), 0)::pg_catalog.text as oid from pg_catalog.pg_proc p");
  return (row as { readonly oid: string }).oid; // as the query names it
}

/** How the languages of the functions made since check their bodies. */
async function checksOf({ ask }: Runner, since: string): Promise<readonly string[]> {
  const rows = await ask(
    `select pg_catalog.format('select %s(%s)', l.lanvalidator::pg_catalog.regproc, p.oid) as check
      from pg_catalog.pg_proc p join pg_catalog.pg_language l on l.oid = p.prolang and l.lanvalidator <> 0 where p.oid > ${since}`,
  );
  return (rows as readonly { readonly check: string }[]).map(({ check }) => check); // as the query names it
}

async function doubtfulOf(unchecked: readonly Unchecked[], { session, database }: Tools): Promise<readonly Failure[]> {
  const doubtful: Failure[] = [];
  for (const { statement, check } of unchecked) {
    const blocked = await session.enter(statement, "checked");
    const refusal = blocked?.refusal ?? (await database.attempt(check));
    if (refusal !== undefined) doubtful.push({ statement, refusal: { message: refusal.message, sqlState: refusal.sqlState } });
  }
  return doubtful;
}

type Bodies = "checked" | "unchecked";

interface SessionState {
  /** Makes the session what it is for a statement. Gives the statement that failed at that. */
  readonly enter: (statement: FileStatement, bodies: Bodies) => Promise<Failure | undefined>;
  /** Runs a statement in its session. Gives why it failed, if it did. */
  readonly run: (statement: FileStatement, bodies: Bodies) => Promise<readonly Failure[]>;
}

function sessionIn({ attempt }: Runner, path: string): SessionState {
  let now: { readonly bodies: Bodies; readonly done: readonly FileStatement[] } | undefined;
  const begin = async (bodies: Bodies): Promise<void> => {
    const settings = { search_path: path, synchronous_commit: "off", check_function_bodies: bodies === "checked" ? "on" : "off" };
    const set = Object.entries(settings).map(([name, value]) => `select pg_catalog.set_config('${name}', ${quoteLiteral(value)}, false)`);
    const refusal = await attempt(["reset session authorization", "reset role", "reset all", ...set].join("; "));
    if (refusal !== undefined) throw new Error(refusal.message);
    now = { bodies, done: [] };
  };
  const enter: SessionState["enter"] = async (statement, bodies) => {
    const { session } = statement;
    const goesOn = now?.bodies === bodies && now.done.every((one, at) => session[at] === one);
    if (!goesOn) await begin(bodies);
    for (const one of session.slice(now?.done.length)) {
      const refusal = await attempt(one.text);
      if (refusal !== undefined) return { statement, refusal, blockedBy: one };
      now = { bodies, done: [...(now?.done ?? []), one] };
    }
    return undefined;
  };
  const run: SessionState["run"] = async (statement, bodies) => {
    const blocked = await enter(statement, bodies);
    if (blocked !== undefined) return [blocked];
    const refusal = await attempt(statement.text);
    return refusal === undefined ? [] : [{ statement, refusal }];
  };
  return { enter, run };
}
