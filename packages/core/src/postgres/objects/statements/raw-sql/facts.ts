import { lockModes, type OperationFacts } from "../../../../operation/spec.ts";
import { splitStatements } from "../../../sql/split-statements.ts";
import { enumWithNewValue } from "./statement.ts";
import { alterTableFacts } from "./facts/alter-table.ts";
import { callsUnknown } from "./facts/calls.ts";
import { found, worst } from "./facts/known.ts";
import { lossesOf } from "./facts/losses.ts";
import { mayLoseOf } from "./facts/may-lose.ts";
import { statementFacts } from "./facts/statements.ts";
import { actionsOf, phraseOf } from "../../../sql/statement-words.ts";

/** Facts of a script: of several statements, all that any of them does. */
export function rawFacts(script: string): OperationFacts {
  const statements = splitStatements(script);
  const facts = statements.length === 0 ? worst : statements.map(factsOf).reduce(both);
  return { ...facts, ...(enumWithNewValue(script) === undefined ? {} : { usableAfterCommit: true }) };
}

function factsOf(statement: string): OperationFacts {
  const words = phraseOf(statement);
  const known = words.startsWith("alter table ") ? alterTableFacts(actionsOf(statement)) : statementFacts(words);
  const facts = known === undefined || callsUnknown(words) ? { ...worst, transactional: known?.transactional ?? true } : found(known);
  const mayLose = mayLoseOf(words, statement);
  return { ...facts, ...lossesOf(words, statement), ...(mayLose === undefined ? {} : { mayLose }) };
}

function mayLoseOfBoth({ mayLose: left }: OperationFacts, { mayLose: right }: OperationFacts): Pick<OperationFacts, "mayLose"> {
  const either = [left, right].filter((one) => one !== undefined);
  if (either.length === 0) return {};
  return {
    mayLose: {
      calls: either.flatMap(({ calls }) => calls),
      from: either.flatMap(({ from }) => from),
      isOpaque: either.some(({ isOpaque }) => isOpaque),
    },
  };
}

/** All that either does. */
function both(left: OperationFacts, right: OperationFacts): OperationFacts {
  const alsoLocks = [...(left.alsoLocks ?? []), ...(right.alsoLocks ?? [])];
  // Where one of them does not say whose rows it takes, both together do not.
  const losing = [left, right].filter((facts) => facts.losesData !== undefined);
  const losesFrom = losing.some((facts) => facts.losesFrom === undefined) ? undefined : losing.flatMap((facts) => facts.losesFrom ?? []);
  const { losesData = right.losesData, notUndone = right.notUndone, unknown = right.unknown } = left;
  return {
    lock: lockModes[Math.max(lockModes.indexOf(left.lock), lockModes.indexOf(right.lock))] ?? "access exclusive",
    ...(alsoLocks.length === 0 ? {} : { alsoLocks }),
    rewrites: left.rewrites || right.rewrites,
    scans: left.scans || right.scans,
    mayFail: left.mayFail ?? right.mayFail ?? "as the statement decides",
    transactional: left.transactional && right.transactional,
    ...(losesData === undefined ? {} : { losesData, ...(losesFrom === undefined ? {} : { losesFrom }) }),
    ...(notUndone === undefined ? {} : { notUndone }),
    ...(unknown === undefined ? {} : { unknown }),
    ...mayLoseOfBoth(left, right),
  };
}
