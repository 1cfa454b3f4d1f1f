import type { NewNames } from "../../../../operation/new-names.ts";
import { withNames } from "../../../expression/query-rename.ts";
import { renamedText } from "../../../expression/text-uses.ts";
import { renamedType } from "../../../type/user-types.ts";
import type { Argument, Routine } from "./model.ts";
import { keysOfRoutine, typesIn } from "./signature.ts";

/** A routine after it, or what it uses, got another name. A body that the server has not parsed stays as it is. */
export function renamedRoutine<Of extends Routine>(routine: Of, names: NewNames): Of {
  const { schema, signature, arguments: given, transforms, sqlBody } = routine;
  const to = names.get(keysOfRoutine(routine)[0]);
  const type = (text: string): string => renamedType(text, schema, names);
  const argument = (one: Argument): Argument => ({
    ...one,
    type: type(one.type),
    ...(one.default === undefined ? {} : { default: renamedText(one.default, { schema }, names) }),
  });
  const returned =
    routine.kind === "procedure"
      ? {}
      : {
          ...(routine.returns === undefined ? {} : { returns: type(routine.returns) }),
          ...(routine.canonicalOf === undefined ? {} : { canonicalOf: type(routine.canonicalOf) }),
          ...(routine.columns === undefined ? {} : { columns: routine.columns.map((column) => ({ ...column, type: type(column.type) })) }),
        };
  return {
    ...routine,
    ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
    signature: typesIn(signature).map(type).join(", "),
    ...(given === undefined ? {} : { arguments: given.map(argument) }),
    ...(transforms === undefined ? {} : { transforms: transforms.map(type) }),
    ...(sqlBody === undefined ? {} : { sqlBody: withNames({ query: sqlBody, schema }, names).query }),
    ...returned,
  };
}
