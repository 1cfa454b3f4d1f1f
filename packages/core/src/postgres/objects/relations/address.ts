import type { ObjectRef } from "../../../schema/object.ts";
import type { Address } from "../kind.ts";
import { resource } from "../resources.ts";
import { identifier, raw, sql } from "../../sql/sql.ts";

type Ref = Omit<ObjectRef, "kind">;

export const nameOf = ({ schema, name }: Ref): { readonly schema?: string; readonly name: string } => ({
  ...(schema === undefined ? {} : { schema }),
  name,
});

const tableOf = ({ schema, table = "" }: Ref): { readonly schema?: string; readonly name: string } =>
  nameOf({ ...(schema === undefined ? {} : { schema }), name: table });

/** A relation: `table public.t`, `sequence public.s`. `granted`: what GRANT calls it, if it takes it. */
export const relationAddress = (word: string, granted?: "table" | "sequence"): Address => ({
  sql: (ref) => sql`${raw(word)} ${nameOf(ref)}`,
  key: ({ schema = "", name }) => resource.relation(schema, name),
  commentLock: "share update exclusive",
  ...(granted === undefined ? {} : { grantedOn: (ref: Ref) => sql`${raw(granted)} ${nameOf(ref)}`, objects: `${granted}s` }),
});

export const columnAddress: Address = {
  sql: (ref) => sql`column ${tableOf(ref)}.${identifier(ref.name)}`,
  key: ({ schema = "", table = "", name }) => resource.column(schema, table, name),
  commentLock: "share update exclusive",
  grantedOn: (ref) => sql`table ${tableOf(ref)}`,
};

export const constraintAddress: Address = {
  sql: (ref) => sql`constraint ${identifier(ref.name)} on ${tableOf(ref)}`,
  key: ({ schema = "", table = "", name }) => resource.constraint(schema, table, name),
  commentLock: "access share",
};

/** A constraint that has an index, which can have a comment of its own. */
export const indexedConstraintAddresses: Readonly<Record<string, Address>> = {
  constraint: constraintAddress,
  index: relationAddress("index"),
};
