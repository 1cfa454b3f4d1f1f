import type { Kinds } from "../../operation/kinds.ts";
import type { AnyOperation } from "../../operation/operation.ts";
import { objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import { byRefKey, refOf, type SchemaObject } from "../../schema/object.ts";
import { renameId } from "./answers.ts";
import { chosen, type Candidate } from "./chosen.ts";
import { renamesInTurn } from "./in-turn.ts";
import { isAsked, moved, type State } from "./search.ts";
import { similarNames } from "./similar-names.ts";

/** What others are in: PostgreSQL's schemas. All that is in one goes on with it, so these come before all else. */
export function namespaces(state: State): readonly AnyOperation[] {
  const { kinds, schema, target } = state;
  const { gone, come } = moved(state, ({ kind }) => kinds.of(kind).isNamespace === true);
  if (gone.length === 0 || come.length === 0) return [];
  const had = new Map(gone.map(({ name }) => [name, contentOf(schema, name, kinds)]));
  const has = new Map(come.map(({ name }) => [name, contentOf(target, name, kinds)]));
  const candidates = gone.flatMap((from) =>
    come.map((to): Candidate<SchemaObject> => {
      const [left, right] = [had.get(from.name) ?? nothing, has.get(to.name) ?? nothing];
      return {
        from,
        to,
        id: renameId(from),
        origin: refOf(from),
        answer: to.name,
        isDeclared: false,
        ...likenessOf(from, to, [left, right]),
      };
    }),
  );
  const sorted = candidates.toSorted(
    (left, right) => right.score - left.score || byRefKey(left.from, right.from) || byRefKey(left.to, right.to),
  );
  const found = chosen(state, sorted);
  for (const { from, to } of found) state.schemas.set(to.name, from.name);
  return renamesInTurn(state, found);
}

interface Content {
  /** Kinds and names of what is in it. */
  readonly names: ReadonlySet<string>;
  /** Whether some of that holds rows or a position. */
  readonly holdsData: boolean;
}

const nothing: Content = { names: new Set(), holdsData: false };

function contentOf(schema: DatabaseSchema, name: string, kinds: Kinds): Content {
  const within = objectsOf(schema).filter((object) => object.schema === name && object.table === undefined && object.of === undefined);
  return {
    names: new Set(within.map((object) => JSON.stringify([object.kind, object.name]))),
    holdsData: within.some((object) => isAsked(object, kinds)),
  };
}

/** Where it holds no data, all can be made again, and nobody is asked. One thing of the same name in both is enough for a question. */
function likenessOf(
  from: SchemaObject,
  to: SchemaObject,
  [had, has]: readonly [Content, Content],
): Pick<Candidate<SchemaObject>, "score" | "reasons"> {
  const shared = [...had.names].filter((name) => has.names.has(name)).length;
  const content = shared / Math.max(had.names.size, has.names.size, 1);
  const name = similarNames(from.name, to.name);
  const reasons = [...(content === 1 ? ["same content"] : shared > 0 ? ["similar content"] : []), ...(name >= 0.5 ? ["similar name"] : [])];
  const score = (shared > 0 ? 0.5 : 0) + 0.3 * content + 0.2 * name;
  return { score: had.holdsData ? Math.round(score * 100) / 100 : 0, reasons };
}
