import { createEnvironment, downgrade, upgrade, type RunReport, type Session } from "@migts/core";
import { isMigError, type GraphNode } from "@migts/core/project";
import { keptRows, makeRows, readTablesBy, type MadeRows, type RowAmount } from "@migts/testkit/rows";
import { withSession } from "../databases/template.ts";
import type { TestProject } from "../project/test-project.ts";
import type { Chain } from "./chain.ts";
import { designChanges, linesBetween, readDesign, type Design, type OwnTables } from "./design.ts";

/** What the round trip of one revision has shown: up, down and up again with made-up rows. */
export interface RoundTrip {
  readonly revision: string;
  /** Absent: its file has none. */
  readonly message?: string;
  readonly file?: string;
  /** What is wrong. Empty: the downgrade brings design and values back, and the upgrade gives the same again. */
  readonly problems: readonly string[];
  /** What is to be known, and is not wrong: what it says that it loses, what could not be tried with rows. */
  readonly remarks: readonly string[];
  /** How many rows were made before the upgrade. */
  readonly rows: number;
  /** Tables for which no row could be made, and why. */
  readonly tablesWithoutRows: readonly { readonly table: string; readonly problem: string }[];
  /** Why it has no way back, as its file says. Absent: it has one. */
  readonly irreversible?: string;
}

export interface RoundTripOptions {
  /** Why the values of a revision need not come back. Then a value that differs is a remark. Absent: they must. */
  readonly mayChangeValues?: string;
}

/** From many rows to none: what the server refuses because of rows is tried with fewer. */
const amounts: readonly (RowAmount & { readonly words: string })[] = [
  { rows: 3, nulls: true, words: "rows of all sorts" },
  { rows: 1, nulls: false, words: "one row in each table, without NULLs" },
  { rows: 0, nulls: false, words: "no rows" },
];

/** Rows that are made after the upgrade are others. */
const laterRows: RowAmount = { rows: 2, nulls: true, from: 50 };

interface Walk {
  readonly project: TestProject;
  readonly chain: Chain;
  readonly node: GraphNode;
  readonly own: OwnTables;
}

const idsOf = (nodes: readonly GraphNode[]): readonly string[] => nodes.map(({ id }) => id);

type Findings = { readonly problems: string[]; readonly remarks: Set<string> };

/** Runs the round trip of a revision in databases of its own. */
export async function roundTrip(walk: Walk, { mayChangeValues }: RoundTripOptions = {}): Promise<RoundTrip> {
  const { node, chain } = walk;
  const { revision } = node;
  const findings: Findings = { problems: [], remarks: new Set() };
  const about = {
    revision: node.id,
    ...(revision.message === undefined ? {} : { message: revision.message }),
    ...(revision.file === undefined ? {} : { file: revision.file }),
  };
  let made: MadeRows | undefined;
  let irreversible: string | undefined;
  const unbuilt = await attempt(() => chain.withCopy(idsOf(node.requires), async () => ({ before: [], after: [], steps: [] })));
  if (unbuilt.refused !== undefined) findings.problems.push(`There is no database to try it in: ${unbuilt.refused}`);
  for (const [at, amount] of unbuilt.refused === undefined ? amounts.entries() : []) {
    const isLast = at === amounts.length - 1;
    const next = await withCopy(chain, idsOf(node.requires), async (session, url) => {
      const rows = await makeRows(asking(session), { ...amount, exclude: walk.own });
      made ??= rows;
      const trip = await openTrip(walk, session, url);
      irreversible = trip.irreversible;
      const refused = await goThere(trip, { rows: amount.rows > 0, isLast, findings, mayChangeValues });
      if (refused === undefined) return undefined;
      if (!findings.problems.some((problem) => problem.endsWith(refused)))
        findings.remarks.add(`Not tried with ${amount.words}: ${refused}`);
      return refused;
    });
    if (next === undefined) break;
  }
  return {
    ...about,
    problems: [...new Set(findings.problems)],
    remarks: [...findings.remarks],
    rows: [...(made?.made.values() ?? [])].reduce((sum, count) => sum + count, 0),
    tablesWithoutRows: made?.without ?? [],
    ...(irreversible === undefined ? {} : { irreversible }),
  };
}

const asking =
  (session: Session) =>
  (text: string, values: readonly unknown[] = []): ReturnType<Session["query"]> =>
    session.query(text, values);

/** One connection does all: nobody else knows the database. */
const withCopy = <Result>(
  chain: Chain,
  revisions: readonly string[],
  use: (session: Session, url: string) => Promise<Result>,
): Promise<Result> => chain.withCopy(revisions, (url) => withSession(url, (session) => use(session, url)));

interface Trip extends Walk {
  readonly session: Session;
  readonly irreversible: string | undefined;
  readonly up: () => Promise<RunReport>;
  readonly down: () => Promise<RunReport>;
}

async function openTrip(walk: Walk, session: Session, url: string): Promise<Trip> {
  const { project, chain, node } = walk;
  const environment = createEnvironment({ ...project.loaded, url }, { graph: chain.graphAt([node.id]), session });
  const { irreversible } = await environment.importRevision(node.revision);
  // Only this revision goes, also where what it depends on stands on the same one.
  const below = `${node.id}@${node.down[0]?.id ?? "base"}`;
  return {
    ...walk,
    session,
    irreversible,
    up: () => upgrade(environment, { to: "heads", allowLoss: true }),
    down: () => downgrade(environment, { to: below, allowLoss: true }),
  };
}

interface Going {
  readonly rows: boolean;
  readonly isLast: boolean;
  readonly findings: Findings;
  readonly mayChangeValues: string | undefined;
}

interface Picture {
  readonly design: Design;
  readonly tables: Awaited<ReturnType<typeof readTablesBy>>;
}

async function take({ session, own }: Trip): Promise<Picture> {
  const tables = [...(await readTablesBy(asking(session)))].filter(([name, { sequence }]) => {
    const table = sequence?.owner === undefined ? name : sequence.owner.slice(0, sequence.owner.lastIndexOf("."));
    return !own.includes(table.slice(table.indexOf(".") + 1));
  });
  return { design: await readDesign(session, own), tables: new Map(tables) };
}

/** Up, down, up, and down once more with rows of the new design. Gives why it has to be tried with fewer rows. */
async function goThere(trip: Trip, { rows, isLast, findings, mayChangeValues }: Going): Promise<string | undefined> {
  const { node, irreversible } = trip;
  const { problems, remarks } = findings;
  const start = await take(trip);
  const up = await attempt(trip.up);
  if (up.refused !== undefined) return rows && up.isOfRows ? up.refused : fail(problems, up.refused);
  const lostUp = lostIn(up.report);
  remarkLosses(remarks, "upgrade", up.report);
  if (irreversible !== undefined) {
    remarks.add(`It has no way back: ${irreversible}`);
    return undefined;
  }
  const upper = await take(trip);

  const down = await attempt(trip.down);
  if (down.refused !== undefined) {
    if (!rows || !down.isOfRows || isLast) return fail(problems, down.refused);
    // What the upgrade lost, as it says, the downgrade has not got.
    if (lostUp.size === 0) problems.push(`With rows: ${down.refused}`);
    return down.refused;
  }
  const lostDown = lostIn(down.report);
  remarkLosses(remarks, "downgrade", down.report);
  const back = await take(trip);
  const below = idsOf(node.requires);
  await judgeDesign([start, back], { trip, at: below, problems, says: "The downgrade does not bring the design back" });
  const judgeValues = (then: Picture, now: Picture, lost: ReadonlySet<string>, says: string): void => {
    const changes = valueChanges(then, now, lost);
    if (changes.length === 0) return;
    if (mayChangeValues === undefined) problems.push([says, ...changes].join("\n"));
    else remarks.add(`${says} (${mayChangeValues})`);
  };
  judgeValues(start, back, new Set([...lostUp, ...lostDown]), "The downgrade does not bring these values back:");

  const again = await attempt(trip.up);
  if (again.refused !== undefined) return fail(problems, `After the downgrade: ${again.refused}`);
  const second = await take(trip);
  await judgeDesign([upper, second], { trip, at: [node.id], problems, says: "After the downgrade, the upgrade gives another design" });
  judgeValues(upper, second, new Set([...lostUp, ...lostDown]), "After the downgrade, the upgrade gives other values:");
  if (problems.length > 0) return undefined;

  // With rows that only the new design can have.
  await makeRows(asking(trip.session), { ...laterRows, exclude: trip.own });
  const last = await attempt(trip.down);
  if (last.refused === undefined) {
    await judgeDesign([start, await take(trip)], {
      trip,
      at: below,
      problems,
      says: "With rows made after the upgrade, the downgrade does not bring the design back",
    });
  } else if (last.isOfRows) remarks.add(`Rows that only the new design allows stop the downgrade: ${last.refused}`);
  else problems.push(`With rows made after the upgrade: ${last.refused}`);
  return undefined;
}

function fail(problems: string[], text: string): undefined {
  problems.push(text);
  return undefined;
}

type Attempt = { readonly report: RunReport; readonly refused?: undefined } | { readonly refused: string; readonly isOfRows: boolean };

/** What a run says if it fails. Errors of the connection and of mig itself are thrown. */
async function attempt(run: () => Promise<RunReport>): Promise<Attempt> {
  try {
    return { report: await run() };
  } catch (error) {
    if (!isMigError(error) || error.code === "CONNECTION_LOST") throw error;
    const { details } = error;
    const state = "sqlState" in details && typeof details.sqlState === "string" ? details.sqlState : "";
    const statement = "statement" in details && typeof details.statement === "string" ? `\nin: ${details.statement}` : "";
    // 22: values that do not fit, 23: constraints, 55000 and P0001: what triggers and functions say
    return { refused: error.message + statement, isOfRows: /^(?:22|23|P0|55000)/u.test(state) };
  }
}

/** "public.users" is a table, "public.users.name" a column. */
const lostIn = ({ steps }: RunReport): ReadonlySet<string> =>
  new Set(
    steps
      .flatMap(({ losses }) => losses)
      .flatMap(({ from = [] }) =>
        from.map(({ schema = "public", table, column }) => [schema, table, column].filter((part) => part !== undefined).join(".")),
      ),
  );

function remarkLosses(remarks: Set<string>, direction: string, { steps }: RunReport): void {
  for (const { losses } of steps)
    for (const { what, isDoubt } of losses) remarks.add(`The ${direction} ${isDoubt === true ? "may lose" : "loses"} ${what}`);
}

interface Judging {
  readonly trip: Trip;
  /** Revisions of the first picture. */
  readonly at: readonly string[];
  readonly problems: string[];
  readonly says: string;
}

async function judgeDesign([then, now]: readonly [Picture, Picture], { trip, at, problems, says }: Judging): Promise<void> {
  const changes = await designChanges(then.design, now.design, (use) =>
    withCopy(trip.chain, at, async (session) => use(await readDesign(session, trip.own))),
  );
  if (changes.length > 0) problems.push([`${says} (- before, + now):`, ...few(changes)].join("\n"));
}

const most = 12;

const few = (lines: readonly string[]): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most), `... and ${lines.length - most} more`];

/** The rows that tables of both pictures have no longer, or have now. */
function valueChanges(then: Picture, now: Picture, lost: ReadonlySet<string>): readonly string[] {
  const tables = new Map([...then.tables].filter(([, { sequence }]) => sequence === undefined));
  const changes: string[] = [];
  for (const [name, rows] of tables) {
    const [had, has] = keptRows(new Map([[name, rows]]), now.tables, lost).map((text) => text.split("\n"));
    const [title = name] = had ?? [];
    const lines = linesBetween(had?.slice(1) ?? [], has?.slice(1) ?? []);
    if (lines.length > 0) changes.push(title, ...few(lines).map((line) => `  ${line}`));
  }
  return [...changes, ...positionsBack(then, now, lost)];
}

/** Sequences that have gone back: they would give numbers that are taken. */
function positionsBack(then: Picture, now: Picture, lost: ReadonlySet<string>): readonly string[] {
  return [...then.tables].flatMap(([name, { sequence, rows }]) => {
    const had = rows[0]?.[0];
    const has = now.tables.get(name)?.rows[0]?.[0];
    const owner = sequence?.owner;
    const isLost = owner !== undefined && [owner, owner.slice(0, owner.lastIndexOf("."))].some((place) => lost.has(place));
    if (sequence === undefined || isLost || had === undefined || had === null || has === undefined || has === null) return [];
    return sequence.bounds[1] > 0n && BigInt(has) < BigInt(had) ? [`sequence ${name} is at ${has}, and was at ${had}`] : [];
  });
}
