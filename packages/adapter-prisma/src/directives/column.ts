import { refKey, type Column } from "@migts/core/adapter";
import type { MappedModel } from "../to-schema/reading/mapped.ts";
import type { Context } from "../to-schema/context.ts";
import type { Directive } from "./text/directive.ts";
import { expressionOf } from "./text/expression.ts";
import { flagOf, isNone, subjectOf } from "./text/values.ts";

/** A column with what the directives of its field say: `@mig.generated(...)`, `@mig.default(...)`. */
export function columnWith(column: Column, directives: readonly Directive[], model: MappedModel, context: Context): Column {
  return directives.reduce((done, directive) => {
    if (directive.name === "generated") return generated(done, directive, model, context);
    return directive.name === "default" ? withDefault(done, directive, model, context) : done;
  }, column);
}

function generated(column: Column, directive: Directive, model: MappedModel, context: Context): Column {
  const subject = subjectOf(directive);
  if (subject === undefined) return column;
  if (isNone(subject)) {
    context.declared.notGenerated.add(refKey(column));
    return column;
  }
  const expression = expressionOf(subject, "value", model, context.report);
  if (column.default !== undefined) {
    context.report.error("PRISMA_DIRECTIVE", directive.at, "A generated column has no default. Write @default(dbgenerated()) or none.");
    return column;
  }
  const isVirtual = flagOf(directive, "virtual", context.report);
  return expression === undefined ? column : { ...column, generated: { expression, as: isVirtual ? "virtual" : "stored" } };
}

/** What Prisma leaves to the client, such as `@default(cuid())`, can have a default in the database as well. */
function withDefault(column: Column, directive: Directive, model: MappedModel, context: Context): Column {
  const subject = subjectOf(directive);
  const expression = subject === undefined ? undefined : expressionOf(subject, "value", model, context.report);
  if (column.default !== undefined || column.generated !== undefined) {
    const has = column.generated === undefined ? "a default from @default" : "@mig.generated";
    context.report.error("PRISMA_DIRECTIVE", directive.at, `This field has ${has} already.`);
    return column;
  }
  return expression === undefined ? column : { ...column, default: expression };
}
