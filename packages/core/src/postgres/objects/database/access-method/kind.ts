import { identifier, sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import type { AccessMethod } from "./model.ts";
import type { CreateAccessMethod, DropAccessMethod } from "./operations.ts";

const handlerKey = ({ handler }: AccessMethod): string => resource.signature(handler.schema, handler.name, "internal");

export const accessMethodKind: PostgresKind<AccessMethod, CreateAccessMethod | DropAccessMethod> = {
  kind: "accessMethod",
  owns: ({ name }) => [resource.accessMethod(name)],
  uses: (method) => [{ of: handlerKey(method), how: "blocks" }],
  renamed: (method, names) => {
    const to = names.get(handlerKey(method));
    return to === undefined ? method : { ...method, handler: { schema: to.schema, name: to.name } };
  },
  normalize: (method) => method,
  create: (method) => [{ ...method, kind: "createAccessMethod" }],
  drop: ({ name }) => [{ kind: "dropAccessMethod", name }],
  alter: () => "recreate", // PostgreSQL alters nothing of it
  addresses: {
    accessMethod: {
      sql: ({ name }) => sql`access method ${identifier(name)}`,
      key: ({ name }) => resource.accessMethod(name),
      commentLock: "none",
    },
  },
};
