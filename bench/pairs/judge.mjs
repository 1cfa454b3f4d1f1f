import { compare, connect, databaseSide, planOperations, statementsOf } from "@migts/core";
import {
  catalogSnapshot,
  comesBack,
  fillTables,
  gonePlaces,
  keptRows,
  lostPlaces,
  readTables,
  rowsAsWanted,
  withClient,
} from "@migts/testkit/server";
import { cleanServer, databaseWith, runScript, shareRoles } from "./scratch.mjs";

/** From the best to the worst. */
export const verdicts = {
  ok: "ok",
  inTheWay: "in the way, said",
  notCompared: "not compared, said",
  wrongDiff: "wrong diff, no word",
  values: "values changed",
  refused: "refused by the server",
  error: "mig failed",
  invalid: "pair not runnable",
};

/** Takes a database from the one end to the other and back. Rows that a statement said may stop it are taken out, and it is tried again. */
export async function judge(run, servers) {
  for (const rows of ["filled", "seed", "none"]) {
    const verdict = await judgeWith(run, servers, rows);
    for (const server of new Set(Object.values(servers))) await cleanServer(server);
    if (verdict !== "stopped") return verdict;
  }
  return { kind: "refused", why: "rows stop it where there are none" };
}

async function judgeWith({ before, after, seed }, { live: liveServer, wanted: wantedServer }, rows) {
  let live, wanted;
  try {
    live = await databaseWith(liveServer, before);
    wanted = await databaseWith(wantedServer, after);
    if (liveServer !== wantedServer) await shareRoles(liveServer, wantedServer);
    if (rows !== "none") await runScript(live, seed);
    if (rows === "filled") await fillTables(live);
  } catch (error) {
    return rows === "filled" && wanted !== undefined ? "stopped" : { kind: "invalid", why: String(error) };
  }
  const [startText, goalText] = [await catalogSnapshot(live), await catalogSnapshot(wanted)];
  const [start, cast] = [await readTables(live), await rowsAsWanted(live, wanted)];
  const owners = namesOwners(before + after);
  const asked = await comparison(live, wanted, owners).catch((error) => ({ error }));
  if (asked.error !== undefined) return { kind: "error", why: String(asked.error.stack) };
  const up = planOperations(asked.upgrade, asked.before);
  const down = planOperations(asked.downgrade, asked.after);
  const said = { notCompared: asked.notCompared, script: scriptOf(up), back: scriptOf(down) };

  const forth = await runPlan(live, up);
  if (forth === "stopped")
    return rows === "none" ? { kind: "refused", why: "its facts speak of rows, where there are none", ...said } : "stopped";
  if (forth !== undefined) return { ...forth, ...said };
  const upText = await catalogSnapshot(live);
  const worst = [differs(goalText, upText, "upgrade", asked.notCompared)];
  if (upText === goalText) {
    const again = await comparison(live, wanted, owners);
    if (again.upgrade.length > 0)
      worst.push({ kind: "wrongDiff", why: `a second diff has ${again.upgrade.map(({ kind }) => kind).join(", ")}` });
    if (again.notCompared.length > 0) worst.push({ kind: "notCompared", why: `said of equal ends: ${namesOf(again.notCompared)}` });
  }
  worst.push(valuesKept(cast, await readTables(live), gonePlaces(statementsOf(up)), "upgrade"));

  const back = await runPlan(live, down);
  if (back === "stopped")
    return rows === "none" ? { kind: "refused", why: "downgrade: its facts speak of rows, where there are none", ...said } : "stopped";
  worst.push(
    back === undefined
      ? differs(startText, await catalogSnapshot(live), "downgrade", asked.notCompared)
      : { ...back, why: `downgrade: ${back.why}` },
  );
  if (back === undefined)
    worst.push(valuesKept(comesBack(start, cast), await readTables(live), lostPlaces([up, down].flatMap(statementsOf)), "downgrade"));
  return worstOf(worst, said);
}

function worstOf(found, said) {
  const order = Object.keys(verdicts);
  const [worst = { kind: "ok" }] = found
    .filter((verdict) => verdict !== undefined)
    .toSorted((left, right) => order.indexOf(right.kind) - order.indexOf(left.kind));
  return { ...worst, ...said };
}

/** With owners where the pair names some. */
const comparison = (from, to, owners) => compared(from, to, owners ? { configuration: { config: { compare: { owners } } } } : {});

const namesOwners = (sql) => /\bowner\s+to\b|\bauthorization\b/iu.test(sql);

async function compared(from, to, options) {
  const sessions = [await connect(from), await connect(to)];
  try {
    const [before, after] = [await databaseSide(sessions[0], []), await databaseSide(sessions[1], [])];
    return await compare(before, after, options);
  } finally {
    for (const session of sessions) await session.close();
  }
}

/** Undefined: all ran. "stopped": rows stopped a statement that said they may. */
async function runPlan(url, plan) {
  const met = statementsOf(plan).flatMap(({ facts }) => [...(facts.inTheWay ?? []), ...(facts.needs ?? [])]);
  return withClient(url, async (client) => {
    for (const { transactional, statements } of plan.transactions) {
      if (transactional) await client.query("begin");
      for (const { sql, facts } of statements) {
        const error = await client.query(sql).then(
          () => undefined,
          (reason) => reason,
        );
        if (error === undefined) continue;
        const why = `${error.message} in: ${sql}`;
        if (met.length > 0) return { kind: "inTheWay", why: `${[...new Set(met)].join(", ")}; ${why}` };
        if (/^2[23]/u.test(error.code ?? "") && facts.mayFail !== undefined) return "stopped";
        return { kind: "refused", why };
      }
      if (transactional) await client.query("commit");
    }
    return undefined;
  });
}

function differs(wanted, has, way, notCompared) {
  if (wanted === has) return undefined;
  const why = `${way}: ${lineDifference(wanted, has)}`;
  return notCompared.length > 0 ? { kind: "notCompared", why: `${namesOf(notCompared)}; ${why}` } : { kind: "wrongDiff", why };
}

function valuesKept(before, after, lost, way) {
  const [had, has] = keptRows(before, after, lost);
  return had === has ? undefined : { kind: "values", why: `${way}: ${lineDifference(had, has)}` };
}

const namesOf = (notCompared) => notCompared.map(({ what, name, is }) => `${what} ${name} (${is})`).join(", ");

const scriptOf = (plan) =>
  statementsOf(plan)
    .map(({ sql }) => `${sql};`)
    .join("\n");

/** The lines that only one of two texts has. */
function lineDifference(wanted, has) {
  const [left, right] = [wanted.split("\n"), has.split("\n")];
  const only = (these, those, sign) => these.filter((line) => !those.includes(line)).map((line) => `${sign} ${line}`);
  return [...only(left, right, "-"), ...only(right, left, "+")].join(" | ");
}
