import type { Use } from "../../../../schema/use.ts";
import { keysOfName } from "../../../expression/qualified-name.ts";
import { resource } from "../../resources.ts";
import type { IndexElement } from "./model.ts";

interface Over {
  /** Absent: `btree`. */
  readonly method?: string;
}

/** The key of an operator class that an index of this method names. */
export const classKeyOf =
  ({ method = "btree" }: Over) =>
  (schema: string, name: string): string =>
    resource.operatorClass(method, schema, name);

/** What keys of an index name beside columns and expressions. */
export const usesOfNames = (of: Over, elements: readonly IndexElement[]): readonly Use[] =>
  elements
    .flatMap(({ collation, operatorClass }) => [...keysOfName(collation, resource.collation), ...keysOfName(operatorClass, classKeyOf(of))])
    .map((key) => ({ of: key, how: "blocks" }));
