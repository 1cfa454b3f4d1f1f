import type { SpecsOf } from "../../../../operation/kinds.ts";
import { plainMaterializedViewOperations, type PlainMaterializedViewOperations } from "./materialized-operations.ts";
import { viewRenameOperations, type ViewRenameOperations } from "./rename.ts";
import { plainViewOperations, type PlainViewOperations } from "./view-operations.ts";

export interface ViewOperations extends PlainViewOperations, PlainMaterializedViewOperations, ViewRenameOperations {}

export const viewOperations: SpecsOf<ViewOperations> = {
  ...plainViewOperations,
  ...plainMaterializedViewOperations,
  ...viewRenameOperations,
};
