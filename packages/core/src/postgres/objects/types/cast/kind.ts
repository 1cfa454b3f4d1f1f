import { normalizeType } from "../../../type/name.ts";
import { renamedType, typeKeys } from "../../../type/user-types.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { typesIn } from "../../routines/routine/fragment.ts";
import type { Cast } from "./model.ts";
import { castName } from "./names.ts";
import { castSql, type CastOperations } from "./operations.ts";

/** A type without a schema can be one of `public`. */
const home = "public";

export const castKind: PostgresKind<Cast, CastOperations[keyof CastOperations]> = {
  kind: "cast",
  owns: ({ name }) => [resource.cast(name)],
  uses: ({ source, target, function: does }) =>
    [
      ...[source, target].flatMap((type) => typeKeys(type, home)),
      ...(does === undefined ? [] : [resource.signature(does.schema, does.name, does.signature)]),
    ].map((of) => ({ of, how: "blocks" })),
  renamed: (cast, names) => {
    const { function: does } = cast;
    const [source, target] = [cast.source, cast.target].map((type) => renamedType(type, home, names)) as [string, string]; // two of two
    const to = does === undefined ? undefined : names.get(resource.signature(does.schema, does.name, does.signature));
    return {
      ...cast,
      source,
      target,
      name: castName({ source, target }),
      ...(does === undefined
        ? {}
        : {
            function: {
              schema: to?.schema ?? does.schema,
              name: to?.name ?? does.name,
              signature: typesIn(does.signature)
                .map((type) => renamedType(type, home, names))
                .join(", "),
            },
          }),
    };
  },
  normalize: (cast) => ({ ...cast, source: normalizeType(cast.source), target: normalizeType(cast.target) }),
  create: ({ name: _, ...cast }) => [{ ...cast, kind: "createCast" }],
  drop: ({ source, target }) => [{ kind: "dropCast", source, target }],
  alter: () => "recreate",
  addresses: { cast: { sql: ({ name }) => castSql(name), key: ({ name }) => resource.cast(name), commentLock: "none" } },
};
