import { objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import { isOwner, type Owner } from "./access/owner/model.ts";

/** Who owns what in a schema, where that is not the usual role. */
export const ownersIn = (schema: DatabaseSchema): readonly Owner[] => objectsOf(schema).filter(isOwner);
