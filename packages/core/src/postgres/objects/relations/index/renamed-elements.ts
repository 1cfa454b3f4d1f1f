import type { NewNames } from "../../../../operation/new-names.ts";
import { renamedName } from "../../../expression/qualified-name.ts";
import { renamedText } from "../../../expression/text-uses.ts";
import { resource } from "../../resources.ts";
import { renamedColumns } from "../table-part.ts";
import { classKeyOf } from "./element-keys.ts";
import type { IndexElement } from "./model.ts";

/** Keys of an index or an exclusion after columns, types, functions or collations that they use got another name. */
export const renamedElements = <Element extends IndexElement>(
  part: { readonly schema: string; readonly table: string; readonly method?: string },
  elements: readonly Element[],
  names: NewNames,
): readonly Element[] =>
  elements.map((given) => {
    const { column, expression, collation, operatorClass } = given;
    const element = {
      ...given,
      ...(collation === undefined ? {} : { collation: renamedName(collation, resource.collation, names) }),
      ...(operatorClass === undefined ? {} : { operatorClass: renamedName(operatorClass, classKeyOf(part), names) }),
    };
    if (column !== undefined) return { ...element, column: renamedColumns(part, [column], names)[0] ?? column };
    return expression === undefined ? element : { ...element, expression: renamedText(expression, part, names) };
  });
