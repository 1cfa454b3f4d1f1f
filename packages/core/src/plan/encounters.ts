import type { Kinds } from "../operation/kinds.ts";
import type { AnyOperation } from "../operation/operation.ts";
import type { OperationFacts, Touches } from "../operation/spec.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { unmodelledText, type Unmodelled } from "../schema/unmodelled.ts";
import type { Use } from "../schema/use.ts";

/** What an operation meets of what no kind models. */
export interface Encounters {
  readonly inTheWay: readonly Unmodelled[];
  readonly alsoDrops: readonly Unmodelled[];
  readonly needs: readonly Unmodelled[];
}

const nothing: Encounters = { inTheWay: [], alsoDrops: [], needs: [] };

/** Finds, from resource keys alone, what blocks an operation, what it also drops, and what it needs that does not exist. */
export function encountersOf(touches: Touches, unmodelled: readonly Unmodelled[]): Encounters {
  if (unmodelled.length === 0) return nothing;
  const drops = new Set(touches.renames === true ? [] : touches.drops);
  const retypes = new Set(touches.retypes);
  const creates = new Set(touches.renames === true ? [] : touches.creates);
  const uses = new Set([...creates, ...(touches.alters ?? []), ...(touches.needs ?? [])]);
  const met = { inTheWay: [] as Unmodelled[], alsoDrops: [] as Unmodelled[], needs: [] as Unmodelled[] };
  for (const object of unmodelled) {
    if (object.isMissing === true) {
      if (object.usedBy.some((key) => uses.has(key))) met.needs.push(object);
      continue;
    }
    const fate = fateOf(object, drops, retypes) ?? (object.owns.some((key) => creates.has(key)) ? "blocks" : undefined);
    if (fate === "blocks") met.inTheWay.push(object);
    if (fate === "part") met.alsoDrops.push(object);
  }
  return met;
}

/** What becomes of an object: with its table it goes whatever else it uses of that; otherwise what blocks decides. */
function fateOf({ uses }: Unmodelled, drops: ReadonlySet<string>, retypes: ReadonlySet<string>): Use["how"] | undefined {
  const gone = uses.filter((use) => drops.has(use.of) || (use.in !== undefined && drops.has(use.in)));
  const isPartOfTable = gone.some((use) => use.how === "part" && use.in === undefined);
  if (isPartOfTable) return "part";
  const changed = uses.filter((use) => use.follows === undefined && retypes.has(use.of));
  // "blocks" before "part"
  const [first] = [...gone, ...changed].toSorted((left, right) => (left.how < right.how ? -1 : left.how === right.how ? 0 : 1));
  return first?.how;
}

/** Encounters as facts, in words. `others`: what is in the way of what kinds model. */
export function encounterFacts(
  { inTheWay: unmodelled, alsoDrops: gone, needs }: Encounters,
  others: readonly string[],
): Pick<OperationFacts, "inTheWay" | "alsoDrops" | "needs"> {
  const inTheWay = [...unmodelled.map(unmodelledText), ...others].toSorted();
  return {
    ...(inTheWay.length === 0 ? {} : { inTheWay }),
    ...(gone.length === 0
      ? {}
      : {
          alsoDrops: gone.map((object) => `${unmodelledText(object)}${object.restore === undefined ? " (mig cannot restore it)" : ""}`),
        }),
    ...(needs.length === 0 ? {} : { needs: needs.map(unmodelledText) }),
  };
}

/** What operations also drop and mig does not model, each once. */
export function alongWith(ops: readonly AnyOperation[], before: DatabaseSchema, kinds: Kinds): readonly Unmodelled[] {
  if (before.unmodelled === undefined || before.unmodelled.length === 0) return [];
  const gone = ops.flatMap((op) => encountersOf(kinds.specOf(op).touches(op, before, kinds), before.unmodelled ?? []).alsoDrops);
  return [...new Set(gone)];
}

/** Whatever uses what gets another name uses it under that. */
export function afterRename(unmodelled: readonly Unmodelled[], { renames, drops = [], creates = [] }: Touches): readonly Unmodelled[] {
  if (renames === undefined) return unmodelled;
  const names = new Map(drops.flatMap((from, at) => (creates[at] === undefined ? [] : [[from, creates[at]] as const])));
  const renamed = (use: Use): Use => {
    const within = use.in === undefined ? undefined : (names.get(use.in) ?? use.in);
    const of =
      names.get(use.of) ??
      (use.in === undefined || within === undefined ? use.of : use.of.replace(` ${pathOf(use.in)}.`, ` ${pathOf(within)}.`));
    return { ...use, of, ...(within === undefined ? {} : { in: within }) };
  };
  return unmodelled.map((object) => ({ ...object, uses: object.uses.map(renamed) }));
}

/** `public.t` of `relation public.t`. */
const pathOf = (key: string): string => key.slice(key.indexOf(" ") + 1);

/** What is left to be met after SQL written by hand: an object that this drops or alters is its author's business. */
export function afterHandWritten(unmodelled: readonly Unmodelled[], sql: string): readonly Unmodelled[] {
  const handled = handledNames(sql);
  return handled.size === 0 ? unmodelled : unmodelled.filter(({ name }) => isSetting(name) || !handled.has(ownName(name)));
}

/** The same for objects that kinds model: whether one of the texts drops or alters it. */
export const isHandledIn = (texts: readonly string[], { name }: { readonly name: string }): boolean =>
  texts.some((sql) => handledNames(sql).has(name.toLowerCase()));

/** Words of SQL that drops or alters something. */
const handledNames = (sql: string): ReadonlySet<string> =>
  new Set(/\b(?:drop|alter|detach)\b/iu.test(sql) ? sql.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu) : []);

/** A setting has no name of its own: it is on something, or of it. */
const isSetting = (name: string): boolean => /^(?:on|of) /u.test(name);

/** `mine` of `mine on public."Doc"`, `f` of `public.f(integer)`. */
const ownName = (name: string): string =>
  ((name.split(/ (?:on|in|of) |\(/u)[0] ?? "").split(".").at(-1) ?? "").replaceAll('"', "").toLowerCase();
