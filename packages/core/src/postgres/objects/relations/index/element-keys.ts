import type { Use } from "../../../../schema/use.ts";
import { keysOfName } from "../../../expression/qualified-name.ts";
import { resource } from "../../resources.ts";
import type { IndexElement } from "./model.ts";

/** What keys of an index name beside columns and expressions. */
export const namedKeys = (elements: readonly Omit<IndexElement, "statistics">[]): readonly string[] =>
  elements.flatMap(({ collation }) => keysOfName(collation, resource.collation));

/** The same as uses. */
export const usesOfNames = (elements: readonly IndexElement[]): readonly Use[] =>
  namedKeys(elements).map((of): Use => ({ of, how: "blocks" }));
