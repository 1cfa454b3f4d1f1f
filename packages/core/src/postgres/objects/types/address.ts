import { raw, sql } from "../../sql/sql.ts";
import type { Address } from "../kind.ts";
import { resource } from "../resources.ts";

/** A type: `type public.mood`, `domain public.email`. */
export const typeAddress = (word: string): Address => ({
  sql: ({ schema = "", name }) => sql`${raw(word)} ${{ schema, name }}`,
  key: ({ schema = "", name }) => resource.type(schema, name),
  commentLock: "none",
  grantedOn: ({ schema = "", name }) => sql`type ${{ schema, name }}`,
  objects: "types",
  toPublic: () => ["usage"],
});
