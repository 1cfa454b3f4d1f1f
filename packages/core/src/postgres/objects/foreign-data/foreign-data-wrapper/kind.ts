import type { NewNames } from "../../../../operation/new-names.ts";
import { sameData } from "../../../../schema/same-data.ts";
import type { Use } from "../../../../schema/use.ts";
import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { normalOptions, optionsChange } from "../options.ts";
import type { ForeignDataWrapper } from "./model.ts";
import type { AlterForeignDataWrapper, ForeignDataWrapperOperations } from "./operations.ts";

/** Arguments of the functions. */
const signatures = { handler: "", validator: "text[], oid" } as const;

export const foreignDataWrapperKind: PostgresKind<ForeignDataWrapper, ForeignDataWrapperOperations[keyof ForeignDataWrapperOperations]> = {
  kind: "foreignDataWrapper",
  owns: ({ name }) => [resource.foreignDataWrapper(name)],
  uses: (wrapper) => [...usesOfCalled(wrapper.handler, signatures.handler), ...usesOfCalled(wrapper.validator, signatures.validator)],
  rename: ({ name }, to) => [{ kind: "renameForeignDataWrapper", name, to: to.name }],
  renamed: (wrapper, names) => {
    const own = names.get(resource.foreignDataWrapper(wrapper.name));
    const { handler, validator } = wrapper;
    return {
      ...wrapper,
      ...(own === undefined ? {} : { name: own.name }),
      ...(handler === undefined ? {} : { handler: renamedCalled(handler, signatures.handler, names) }),
      ...(validator === undefined ? {} : { validator: renamedCalled(validator, signatures.validator, names) }),
    };
  },
  normalize: ({ options, ...wrapper }) => ({ ...wrapper, ...normalOptions(options) }),
  create: (wrapper) => [{ ...wrapper, kind: "createForeignDataWrapper" }],
  drop: ({ name }) => [{ kind: "dropForeignDataWrapper", name }],
  alter: (from, to) => [alterWrapper(from, to)],
  addresses: {
    foreignDataWrapper: {
      sql: ({ name }) => sql`foreign data wrapper ${{ name }}`,
      key: ({ name }) => resource.foreignDataWrapper(name),
      commentLock: "none",
      grantedOn: ({ name }) => sql`foreign data wrapper ${{ name }}`,
    },
  },
};

type Called = NonNullable<ForeignDataWrapper["handler"]>;

const usesOfCalled = (called: Called | undefined, signature: string): readonly Use[] =>
  called === undefined
    ? []
    : [
        { of: resource.signature(called.schema, called.name, signature), how: "blocks" },
        { of: resource.routine(called.schema, called.name), how: "blocks" },
      ];

function renamedCalled(called: Called, signature: string, names: NewNames): Called {
  const to = names.get(resource.signature(called.schema, called.name, signature));
  return to === undefined ? called : { schema: to.schema, name: to.name };
}

const alterWrapper = (from: ForeignDataWrapper, to: ForeignDataWrapper): AlterForeignDataWrapper => ({
  kind: "alterForeignDataWrapper",
  name: to.name,
  ...(sameData(from.handler, to.handler) ? {} : { handler: to.handler ?? "none" }),
  ...(sameData(from.validator, to.validator) ? {} : { validator: to.validator ?? "none" }),
  ...optionsChange(from.options, to.options),
});
