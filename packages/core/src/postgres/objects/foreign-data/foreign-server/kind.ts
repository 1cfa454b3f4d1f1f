import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { normalOptions, optionsChange } from "../options.ts";
import type { ForeignServer } from "./model.ts";
import type { ForeignServerOperations } from "./operations.ts";

export const foreignServerKind: PostgresKind<ForeignServer, ForeignServerOperations[keyof ForeignServerOperations]> = {
  kind: "foreignServer",
  owns: ({ name }) => [resource.foreignServer(name)],
  uses: ({ wrapper }) => [{ of: resource.foreignDataWrapper(wrapper), how: "blocks" }],
  rename: ({ name }, to) => [{ kind: "renameForeignServer", name, to: to.name }],
  renamed: (server, names) => {
    const [own, wrapper] = [names.get(resource.foreignServer(server.name)), names.get(resource.foreignDataWrapper(server.wrapper))];
    return {
      ...server,
      ...(own === undefined ? {} : { name: own.name }),
      ...(wrapper === undefined ? {} : { wrapper: wrapper.name }),
    };
  },
  normalize: ({ options, ...server }) => ({ ...server, ...normalOptions(options) }),
  create: (server) => [{ ...server, kind: "createForeignServer" }],
  drop: ({ name }) => [{ kind: "dropForeignServer", name }],
  alter: (from, to) => {
    const isUnversioned = from.version !== undefined && to.version === undefined;
    if (from.wrapper !== to.wrapper || from.type !== to.type || isUnversioned) return "recreate";
    return [
      {
        kind: "alterForeignServer",
        name: to.name,
        ...(to.version === undefined || from.version === to.version ? {} : { version: to.version }),
        ...optionsChange(from.options, to.options),
      },
    ];
  },
  addresses: {
    foreignServer: {
      sql: ({ name }) => sql`server ${{ name }}`,
      key: ({ name }) => resource.foreignServer(name),
      commentLock: "none",
      grantedOn: ({ name }) => sql`foreign server ${{ name }}`,
    },
  },
};
