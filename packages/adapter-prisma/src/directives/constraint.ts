import { generatedName, withEnding, type Check, type Exclusion, type Index, type IndexElement } from "@migts/core/adapter";
import { defaultName, keptName } from "../to-schema/reading/names.ts";
import type { MappedModel } from "../to-schema/reading/mapped.ts";
import type { Context, Made } from "../to-schema/context.ts";
import { declareWhole } from "./mark.ts";
import type { Directive } from "./text/directive.ts";
import { columnNamed, elementOf, exclusionElementOf, type ColumnNames } from "./text/element.ts";
import { expressionOf } from "./text/expression.ts";
import { argumentNamed, flagOf, listIn, nameOf, plainName, subjectOf, tokensOf, wordOf } from "./text/values.ts";

/** The model whose table gets it, and the field that it stands above. */
export interface Target {
  readonly model: MappedModel;
  readonly columns: ColumnNames;
  /** The column of that field. Absent: it stands above the model. */
  readonly column?: string;
}

/** `@mig.check(price > 0, name: positive)` */
export function declareCheck(directive: Directive, { model, column }: Target, context: Context): readonly Made[] {
  const subject = subjectOf(directive);
  const expression = subject === undefined ? undefined : expressionOf(subject, "condition", model, context.report);
  if (expression === undefined) return [];
  const columns = column === undefined ? columnsIn(expression, model) : [column];
  const [only, more] = columns;
  const usual = only === undefined || more !== undefined ? withEnding(model.table, "_check") : generatedName(model.table, only, "check");
  const check: Check = {
    kind: "check",
    schema: model.schema,
    table: model.table,
    name: nameGiven(directive, context) ?? usual,
    expression,
  };
  return declareWhole(check, directive.at, context);
}

/** The columns that a text names. */
function columnsIn(expression: string, { fields }: MappedModel): readonly string[] {
  const columns = new Set([...fields.values()].map(({ column }) => column));
  const named = tokensOf(expression).flatMap((token) => {
    const name = plainName(token);
    const written = token.kind === "word" ? name?.toLowerCase() : name;
    return written !== undefined && columns.has(written) ? [written] : [];
  });
  return [...new Set(named)];
}

const nameGiven = (directive: Directive, context: Context): string | undefined => {
  const argument = argumentNamed(directive, "name");
  const name = argument === undefined ? undefined : nameOf(argument, "a name", context.report);
  return name === undefined ? undefined : keptName(name);
};

/** `@mig.index([lower(email), createdAt desc], unique: true, where: deleted_at is null)` */
export function declareIndex(directive: Directive, target: Target, context: Context): readonly Made[] {
  const { model, columns, column } = target;
  const { report } = context;
  const subject = subjectOf(directive);
  const items = subject === undefined ? undefined : listIn(subject, report);
  const read = items?.map((item) => elementOf(item, { model, columns, report }));
  const keys: readonly (IndexElement | undefined)[] = subject === undefined && column !== undefined ? [{ column }] : (read ?? []);
  const include = includeOf(directive, target, context);
  const where = whereOf(directive, model, context);
  const using = methodOf(directive, context);
  const elements = keys.filter((key) => key !== undefined);
  if (elements.length === 0 || elements.length < keys.length || include === "wrong" || where === "wrong" || using === "wrong") return [];
  const isUnique = flagOf(directive, "unique", report);
  const isNotDistinct = flagOf(directive, "nullsNotDistinct", report);
  if (isNotDistinct && !isUnique) {
    const at = argumentNamed(directive, "nullsNotDistinct")?.at ?? directive.at;
    report.error("PRISMA_DIRECTIVE", at, "Only a unique index has nullsNotDistinct. Add unique: true.");
    return [];
  }
  const usual = keptName(defaultName(model.fullName, [...elements.map(wordOfKey), ...(include ?? [])], isUnique ? "key" : "idx"));
  const index: Index = {
    kind: "index",
    schema: model.schema,
    table: model.table,
    name: nameGiven(directive, context) ?? usual,
    ...(isUnique ? { unique: true } : {}),
    ...(using === undefined || using === "btree" ? {} : { method: using }),
    columns: elements,
    ...(include === undefined ? {} : { include }),
    ...(where === undefined ? {} : { where }),
    ...(isNotDistinct ? { nullsNotDistinct: true } : {}),
  };
  return declareWhole(index, directive.at, context);
}

/** What stands for a key in a name, as to PostgreSQL. */
const wordOfKey = ({ column, expression = "" }: IndexElement): string => column ?? /^(?:\w+\.)?(\w+)\(/u.exec(expression)?.[1] ?? "expr";

/** `@mig.exclude([room with =, tsrange(starts, ends) with &&], using: gist)` */
export function declareExclusion(directive: Directive, { model, columns }: Target, context: Context): readonly Made[] {
  const { report } = context;
  const subject = subjectOf(directive);
  const items = subject === undefined ? undefined : listIn(subject, report);
  const read = items?.map((item) => exclusionElementOf(item, { model, columns, report }));
  const where = whereOf(directive, model, context);
  const using = methodOf(directive, context);
  const deferrable = deferralOf(directive, context);
  const elements = (read ?? []).filter((element) => element !== undefined);
  const isWrong = elements.length === 0 || elements.length < (read ?? []).length;
  if (isWrong || where === "wrong" || using === "wrong" || deferrable === "wrong") return [];
  const exclusion: Exclusion = {
    kind: "exclusion",
    schema: model.schema,
    table: model.table,
    name: nameGiven(directive, context) ?? generatedName(model.table, elements.map(wordOfKey).join("_"), "excl"),
    method: using ?? "gist",
    elements,
    ...(where === undefined ? {} : { where }),
    ...(deferrable === undefined ? {} : { deferrable }),
  };
  return declareWhole(exclusion, directive.at, context);
}

const deferrals = { immediate: "initially immediate", deferred: "initially deferred" } as const;

function deferralOf(directive: Directive, context: Context): Exclusion["deferrable"] | "wrong" {
  const argument = argumentNamed(directive, "deferrable");
  if (argument === undefined) return undefined;
  const word = wordOf(argument, Object.keys(deferrals), context.report);
  return word === undefined ? "wrong" : deferrals[word as keyof typeof deferrals]; // one of the words
}

function methodOf(directive: Directive, context: Context): string | undefined {
  const argument = argumentNamed(directive, "using");
  if (argument === undefined) return undefined;
  return nameOf(argument, "an index method such as gin", context.report) ?? "wrong";
}

function whereOf(directive: Directive, model: MappedModel, context: Context): string | undefined {
  const argument = argumentNamed(directive, "where");
  if (argument === undefined) return undefined;
  return expressionOf(argument, "condition", model, context.report) ?? "wrong";
}

/** `include: [a, b]`: fields. */
function includeOf(directive: Directive, { model, columns }: Target, { report }: Context): readonly string[] | "wrong" | undefined {
  const argument = argumentNamed(directive, "include");
  if (argument === undefined) return undefined;
  const found = listIn(argument, report)?.map((item) => {
    const name = nameOf(item, "a field", report);
    return name === undefined ? undefined : columnNamed(name, { at: item.at, model, columns, report });
  });
  return found === undefined || found.includes(undefined) ? "wrong" : found.filter((column) => column !== undefined);
}
