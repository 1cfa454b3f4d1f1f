import { renamedType, typeKeys } from "../../../type/user-types.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import type { Transform } from "./model.ts";
import { transformName, transformSql } from "./names.ts";
import type { TransformOperations } from "./operations.ts";

/** A type without a schema can be one of `public`. */
const home = "public";

const functionsOf = ({ fromSql, toSql }: Transform) => [fromSql, toSql].filter((name) => name !== undefined);

export const transformKind: PostgresKind<Transform, TransformOperations[keyof TransformOperations]> = {
  kind: "transform",
  owns: ({ name }) => [resource.transform(name)],
  uses: (transform) =>
    [...typeKeys(transform.type, home), ...functionsOf(transform).map(({ schema, name }) => resource.routine(schema, name))].map((of) => ({
      of,
      how: "blocks",
    })),
  renamed: (transform, names) => {
    const type = renamedType(transform.type, home, names);
    const named = (name: NonNullable<Transform["fromSql"]>): NonNullable<Transform["fromSql"]> => {
      const to = names.get(resource.routine(name.schema, name.name));
      return to === undefined ? name : { schema: to.schema, name: to.name };
    };
    const { fromSql, toSql } = transform;
    return {
      ...transform,
      type,
      name: transformName({ type, language: transform.language }),
      ...(fromSql === undefined ? {} : { fromSql: named(fromSql) }),
      ...(toSql === undefined ? {} : { toSql: named(toSql) }),
    };
  },
  normalize: (transform) => transform,
  create: ({ name: _, ...transform }) => [{ ...transform, kind: "createTransform" }],
  drop: ({ type, language }) => [{ kind: "dropTransform", type, language }],
  alter: () => "recreate",
  addresses: { transform: { sql: ({ name }) => transformSql(name), key: ({ name }) => resource.transform(name), commentLock: "none" } },
};
