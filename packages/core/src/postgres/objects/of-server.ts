import { objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import { isOwner, type Owner } from "./access/owner/model.ts";
import { isExtension } from "./database/extension/model.ts";
import { isTablespace, type Tablespace } from "./relations/tablespace/model.ts";

// What a database has in common with the others of its server, or needs of it: roles, tablespaces, extensions.

/** Who owns what in a schema, where that is not the usual role. */
export const ownersIn = (schema: DatabaseSchema): readonly Owner[] => objectsOf(schema).filter(isOwner);

/** What is in which tablespace, where that is not the one of the database. */
export const tablespacesIn = (schema: DatabaseSchema): readonly Tablespace[] => objectsOf(schema).filter(isTablespace);

/** The names of the extensions in a schema. Their files belong to the server. */
export const extensionsOf = (schema: DatabaseSchema): readonly string[] =>
  objectsOf(schema)
    .filter(isExtension)
    .map(({ name }) => name);
