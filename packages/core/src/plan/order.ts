import TinyQueue from "tinyqueue";
import { isOwned } from "../operation/links.ts";
import type { Kinds } from "../operation/kinds.ts";
import { isAboutNew } from "../operation/about-new.ts";
import type { AnyOperation } from "../operation/operation.ts";
import type { Touches } from "../operation/spec.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { cyclic, firstOfRing, ringsIn } from "./cycle.ts";

/**
 * The operations in an order that can run: a stable topological sort on what they touch. Where nothing is decided the
 * given order stays. A cycle (operations that each must come before the other) is cut at its first operation.
 */
export function orderOperations<Op extends AnyOperation>(ops: readonly Op[], before: DatabaseSchema, kinds: Kinds): readonly Op[] {
  return arrange(ops, before, kinds).ordered;
}

/** An operation with what it touches. */
export interface Touched<Op> {
  readonly op: Op;
  readonly touches: Touches;
}

export interface Arranged<Op> {
  readonly ordered: readonly Op[];
  /** Operations that wait for each other, and those between two such cycles. None: nothing was cut. */
  readonly cycles: readonly Touched<Op>[];
}

/** The order, with what had to be cut for it. */
export function arrange<Op extends AnyOperation>(ops: readonly Op[], before: DatabaseSchema, kinds: Kinds): Arranged<Op> {
  const touched = ops.map((op): Touched<Op> => {
    const touches = kinds.specOf(op).touches(op, before, kinds);
    return { op, touches: isAboutNew(op) ? afterCreation(touches) : touches };
  });
  const isThere = (key: string): boolean => isOwned(before, key, kinds);
  const stageOf = stagesOf(touched.map(({ touches }) => touches));
  const parts = stages.map((stage) =>
    sorted(
      touched.filter(({ touches }) => stageOf(touches) === stage),
      isThere,
    ),
  );
  return { ordered: parts.flatMap(({ ordered }) => ordered), cycles: parts.flatMap(({ cycles }) => cycles) };
}

const stages = ["first", undefined, "last"] as const;

/**
 * The stage of each operation: what is about something that comes last, as a comment on it, comes last too, and what needs something under
 * its new name is not first.
 */
function stagesOf(touches: readonly Touches[]): (touches: Touches) => Touches["stage"] {
  const keysOf = (isMeant: (touch: Touches) => boolean): ReadonlySet<string> =>
    new Set(touches.flatMap((touch) => (isMeant(touch) ? (touch.creates ?? []) : [])));
  const [late, renamed] = [keysOf(({ stage }) => stage === "last"), keysOf(({ renames }) => renames === true)];
  if (late.size === 0 && renamed.size === 0) return ({ stage }) => stage;
  return ({ stage, needs = [], alters = [] }) => {
    if (stage === "first") return needs.some((key) => renamed.has(key)) ? undefined : stage;
    return stage ?? ([...needs, ...alters].some((key) => late.has(key)) ? "last" : undefined);
  };
}

/** What it would let go of, were it about the old object of that name, it needs. */
const afterCreation = ({ frees = [], needs = [], ...touches }: Touches): Touches => ({ ...touches, needs: [...needs, ...frees] });

/** Whether a resource is there at the start. */
type IsThere = (key: string) => boolean;

function sorted<Op>(touched: readonly Touched<Op>[], isThere: IsThere): Arranged<Op> {
  const ops = touched.map(({ op }) => op);
  const followers = edges(freedBefore(freedOnce(withoutOldNeeds(withoutKept(touched.map(({ touches }) => touches))))), isThere);
  const waiting = ops.map(() => 0);
  for (const list of followers) for (const next of list) waiting[next] = (waiting[next] ?? 0) + 1;
  const ready = new TinyQueue<number>(); // smallest first
  waiting.forEach((count, at) => count === 0 && ready.push(at));
  const done = new Set<number>();
  const ordered: Op[] = [];
  let isCut = false;
  while (ordered.length < ops.length) {
    const free = ready.pop();
    if (free === undefined) isCut = true;
    const at = free ?? firstOfRing(followers, done);
    const op = ops[at];
    if (op === undefined || done.has(at)) continue;
    done.add(at);
    ordered.push(op);
    for (const next of followers[at] ?? []) {
      waiting[next] = (waiting[next] ?? 0) - 1;
      if (waiting[next] === 0 && !done.has(next)) ready.push(next);
    }
  }
  const inCycle = isCut ? cyclic(followers) : undefined;
  return { ordered, cycles: inCycle === undefined ? [] : touched.filter((_, at) => inCycle.has(at)) };
}

/**
 * What another operation has taken out of a thing is not dropped along with that: a sequence that belongs to no column of the table any
 * more.
 */
function withoutKept(touches: readonly Touches[]): readonly Touches[] {
  const keepers = touches.filter(({ keeps }) => keeps !== undefined);
  if (keepers.length === 0) return touches;
  const keptFrom = new Map<string, string[]>();
  for (const { keeps = [], frees = [] } of keepers) for (const key of frees) keptFrom.set(key, [...(keptFrom.get(key) ?? []), ...keeps]);
  return touches.map((touch) => {
    const kept = new Set((touch.drops ?? []).flatMap((key) => keptFrom.get(key) ?? []));
    return kept.size === 0 ? touch : { ...touch, drops: touch.drops?.filter((key) => !kept.has(key)) ?? [] };
  });
}

/**
 * An operation on a thing that is dropped and created again is about the new one: it comes after its creation, and needs nothing of what
 * the old one used and goes.
 */
function withoutOldNeeds(touches: readonly Touches[]): readonly Touches[] {
  const created = new Set(touches.flatMap(({ creates = [] }) => creates));
  const gone = new Set(touches.flatMap(({ drops = [] }) => drops).filter((key) => !created.has(key)));
  if (gone.size === 0) return touches;
  return touches.map((touch) => {
    const isOfNew = touch.needs !== undefined && touch.alters?.some((key) => created.has(key) && touch.creates?.includes(key) !== true);
    return isOfNew === true ? { ...touch, needs: touch.needs?.filter((key) => !gone.has(key)) ?? [] } : touch;
  });
}

/** Of several alterations of one thing the first lets go of what the thing used: the others come after it, and may need that made anew. */
function freedOnce(touches: readonly Touches[]): readonly Touches[] {
  const freedBy = new Map<string, Set<string>>();
  return touches.map((touch) => {
    if (touch.alters === undefined || touch.frees === undefined || touch.frees.length === 0) return touch;
    const freed = touch.alters.map((key) => freedBy.get(key) ?? new Set<string>());
    const frees = touch.frees.filter((key) => !freed.some((keys) => keys.has(key)));
    touch.alters.forEach((key, at) => freedBy.set(key, new Set([...(freed[at] ?? []), ...frees])));
    return { ...touch, frees };
  });
}

/** What an operation touches, and what it lets go of that an operation on a part of it lets go of before. */
type Split = Touches & { readonly freesAgain?: readonly string[] };

/**
 * What an operation on a part lets go of before the whole is dropped, the drop may not let go of any more. Another part of it may: so the
 * drop still comes before what drops that, as far as the order allows it.
 */
function freedBefore(touches: readonly Touches[]): readonly Split[] {
  const droppers = new Map<string, number[]>();
  touches.forEach(({ drops = [] }, at) => drops.forEach((key) => droppers.set(key, [...(droppers.get(key) ?? []), at])));
  if (droppers.size === 0) return touches;
  const freed = new Map<number, Set<string>>();
  for (const [at, { alters = [], drops = [], frees = [] }] of touches.entries()) {
    if (frees.length === 0) continue;
    const wholes = new Set([...alters, ...drops].flatMap((key) => droppers.get(key) ?? []));
    for (const whole of wholes) {
      const comesFirst = whole !== at && (drops.length === 0 || frees.some((key) => touches[whole]?.drops?.includes(key)));
      if (comesFirst) freed.set(whole, new Set([...(freed.get(whole) ?? []), ...frees]));
    }
  }
  return touches.map((touch, at) => {
    const keys = freed.get(at);
    if (keys === undefined) return touch;
    const { frees = [] } = touch;
    return { ...touch, frees: frees.filter((key) => !keys.has(key)), freesAgain: frees.filter((key) => keys.has(key)) };
  });
}

type Role = "creates" | "drops" | "alters" | "retypes" | "needs" | "frees" | "reads" | "freesAgain";
type Users = Readonly<Record<Role, readonly number[]>>;
const roles: readonly Role[] = ["creates", "drops", "alters", "retypes", "needs", "frees", "reads", "freesAgain"];

/** For each operation the set of those that must come after it. */
function edges(touches: readonly Split[], isThere: IsThere): readonly ReadonlySet<number>[] {
  const followers = touches.map(() => new Set<number>());
  const connect = (firsts: readonly number[], seconds: readonly number[]): void => {
    for (const first of firsts) for (const second of seconds) if (first !== second) followers[first]?.add(second);
  };
  const all = usersOf(touches);
  /** A name that is only passed through: it is not there, one rename gives it and another one takes it away. */
  const isPassed = (key: string, { creates, drops }: Users): boolean =>
    creates.length > 0 && drops.length > 0 && [...creates, ...drops].every((at) => touches[at]?.renames === true) && !isThere(key);
  for (const [key, users] of all) {
    const { creates, drops, alters, retypes, needs, frees } = users;
    connect(creates, needs);
    connect(creates, alters);
    const passed = isPassed(key, users);
    if (passed) connect(creates, drops);
    else connect(drops, creates);
    connect(frees, drops);
    if (passed || creates.length === 0) connect([...alters, ...needs], drops); // else they are about the new one
    // Its values get another form: what is compiled over them lets go before, and is made again after. Mostly that is an alteration too.
    connect(
      frees.filter((at) => !retypes.includes(at) && !alters.includes(at)),
      retypes.filter((at) => !alters.includes(at)),
    );
    connect(
      retypes.filter((at) => !alters.includes(at)),
      needs.filter((at) => !retypes.includes(at) && !alters.includes(at)),
    );
    if (alters.length === 0) continue;
    const altering = new Set(alters);
    connect(
      alters,
      needs.filter((at) => !altering.has(at)),
    );
    connect(
      frees.filter((at) => !altering.has(at)),
      alters.filter((at) => touches[at]?.adds !== true),
    );
  }
  // Alterations of one thing keep their order, unless something else has turned two of them round.
  for (const { alters } of all.values()) {
    for (let at = 1; at < alters.length; at += 1) {
      const [first = 0, second = 0] = alters.slice(at - 1, at + 1);
      if (followers[second]?.has(first) !== true) connect([first], [second]);
    }
  }
  const users = [...all.values()];
  const [ends, begins] = (["ends", "begins"] as const).map((watch) => touches.flatMap((touch, at) => (touch.watch === watch ? [at] : [])));
  const others = touches.flatMap((touch, at) => (touch.watch === undefined ? [at] : []));
  addWished(followers, [
    { firsts: ends ?? [], seconds: others },
    { firsts: others, seconds: begins ?? [] },
  ]);
  addWished(
    followers,
    users.map(({ freesAgain, drops, alters }) => ({ firsts: freesAgain, seconds: [...drops, ...alters] })),
  );
  addWished(
    followers,
    users.map(({ creates, alters, reads }) => ({ firsts: [...creates, ...alters], seconds: reads })),
  );
  return followers;
}

/** Adds what should come before something else, unless these have to come after one another anyway: that decides then. */
function addWished(followers: readonly Set<number>[], wishes: readonly Wish[]): void {
  const wished = wishes.flatMap(({ firsts, seconds }) =>
    firsts.flatMap((first) => seconds.filter((second) => second !== first).map((second) => [first, second] as const)),
  );
  if (wished.length === 0) return;
  const together = followers.map((list) => new Set(list));
  for (const [first, second] of wished) together[first]?.add(second);
  const rings = ringsIn(together);
  for (const [first, second] of wished) if (rings[first] !== rings[second]) followers[first]?.add(second);
}

interface Wish {
  readonly firsts: readonly number[];
  readonly seconds: readonly number[];
}

/** Which operations touch a resource, by role. */
function usersOf(touches: readonly Split[]): ReadonlyMap<string, Users> {
  const users = new Map<string, Record<Role, number[]>>();
  const add = (role: Role, key: string, at: number): void => {
    let entry = users.get(key);
    if (entry === undefined) {
      entry = { ...nobody };
      users.set(key, entry);
    }
    const list = entry[role];
    if (list === none) entry[role] = [at];
    else if (list.at(-1) !== at) list.push(at);
  };
  touches.forEach((touch, at) => {
    for (const role of roles) for (const key of touch[role] ?? []) add(role, key, at);
  });
  return users;
}

/** Most resources have users in few roles: the others share this list, which nobody adds to. */
const none: number[] = [];
const nobody: Readonly<Record<Role, number[]>> = {
  creates: none,
  drops: none,
  alters: none,
  retypes: none,
  needs: none,
  frees: none,
  reads: none,
  freesAgain: none,
};
