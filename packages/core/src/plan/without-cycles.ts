import type { Kinds } from "../operation/kinds.ts";
import type { AnyOperation } from "../operation/operation.ts";
import type { LettingGo } from "../operation/stand-aside.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { refKey, type ObjectRef } from "../schema/object.ts";
import { arrange, type Arranged, type Touched } from "./order.ts";

type Diff<Op> = (lettingGo: LettingGo) => readonly Op[];

/**
 * The operations of a diff, in order. An object that is altered in one step can be in a cycle: it must let go of what is dropped
 * before something comes that it needs. As `create or replace view`, where the old table must go before an enum is made again that
 * the new table has. Then it lets go first and is changed last: it is dropped and made again, or altered in two steps.
 */
export function orderWithoutCycles<Op extends AnyOperation>(diff: Diff<Op>, before: DatabaseSchema, kinds: Kinds): readonly Op[] {
  let lettingGo: LettingGo = new Map();
  let best = arrange(diff(lettingGo), before, kinds);
  for (const tried = new Set<string>(); best.cycles.length > 0;) {
    const next = lettersGo(best, kinds).find(({ ref }) => !tried.has(refKey(ref)));
    if (next === undefined) break;
    tried.add(refKey(next.ref));
    const more = new Map([...lettingGo, [refKey(next.ref), next.keys]]);
    const arranged = arrange(diff(more), before, kinds);
    if (arranged.cycles.length >= best.cycles.length) continue;
    [lettingGo, best] = [more, arranged];
  }
  return best.ordered;
}

interface LetterGo {
  readonly ref: ObjectRef;
  readonly keys: ReadonlySet<string>;
}

/**
 * Objects that in one step of a cycle let go of something and take something new; what others use least is first. What is only renamed
 * is carried over to them.
 */
function lettersGo<Op extends AnyOperation>({ cycles }: Arranged<Op>, kinds: Kinds): readonly LetterGo[] {
  const renamed = new Set(cycles.flatMap(({ touches: { renames, drops = [] } }) => (renames === true ? drops : [])));
  return cycles
    .flatMap(({ op, touches: { needs = [], frees = [] } }: Touched<Op>): readonly LetterGo[] => {
      const ref = kinds.specOf(op).about(op);
      const keys = new Set(frees.filter((key) => !renamed.has(key)));
      return ref === undefined || needs.length === 0 || keys.size === 0 ? [] : [{ ref, keys }];
    })
    .toSorted((left, right) => kinds.rankOf(right.ref) - kinds.rankOf(left.ref));
}
