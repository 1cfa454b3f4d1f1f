import type { Ends } from "../../../../operation/ends.ts";
import { hasTable, type TablePart } from "../table-part.ts";
import type { PrimaryKey, Unique } from "./model.ts";

/** Whether a key is made with its table: not one that partitions have no part of, which is made when they are there. */
export const comesWithCreation = (key: PrimaryKey | Unique, ends: Ends): boolean => !hasTable(ends.before, key) && isInCreation(key);

export const isInCreation = ({ lackedBy = [] }: Pick<PrimaryKey, "lackedBy"> & Partial<TablePart>): boolean => lackedBy.length === 0;
