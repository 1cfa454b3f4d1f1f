import type { NewNames } from "../../../../operation/new-names.ts";
import { renamedText } from "../../../expression/text-uses.ts";
import { renamedColumns } from "../table-part.ts";
import type { IndexElement } from "./model.ts";

/** Keys of an index or an exclusion after columns, types or functions that they use got another name. */
export const renamedElements = <Element extends IndexElement>(
  part: { readonly schema: string; readonly table: string },
  elements: readonly Element[],
  names: NewNames,
): readonly Element[] =>
  elements.map((element) => {
    const { column, expression } = element;
    if (column !== undefined) return { ...element, column: renamedColumns(part, [column], names)[0] ?? column };
    return expression === undefined ? element : { ...element, expression: renamedText(expression, part, names) };
  });
