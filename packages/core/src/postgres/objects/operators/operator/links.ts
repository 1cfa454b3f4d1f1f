import type { Ends } from "../../../../operation/ends.ts";
import { getObject, objectsOf, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { createMayHave } from "../../../../schema/may-have.ts";
import { sameData } from "../../../../schema/same-data.ts";
import type { Operator, QualifiedName } from "./model.ts";
import { turnedRound, type OperatorRef } from "./names.ts";

// Commutators and negators name each other. PostgreSQL keeps both sides: one that comes is named by the other, one that goes is forgotten.
// One that is named and that nobody has defined is a shell there. Here it is no object: it is only named.

type Link = "commutator" | "negator";

const links: readonly Link[] = ["commutator", "negator"];

export function operatorAt(schema: DatabaseSchema, ref: OperatorRef): Operator | undefined {
  // as its ref says
  return getObject(schema, { kind: "operator", schema: ref.schema, name: ref.name, signature: ref.signature }) as Operator | undefined;
}

const refOf = (link: Link, name: QualifiedName, signature: string): OperatorRef => ({
  ...name,
  signature: link === "commutator" ? turnedRound(signature) : signature,
});

/** The schema with an operator, and those that it names naming it (OperatorUpd in PostgreSQL's sources). */
export function withOperator(before: DatabaseSchema, operator: Operator): DatabaseSchema {
  const others = links.flatMap((link): readonly Operator[] => {
    const name = operator[link];
    const other = name === undefined ? undefined : operatorAt(before, refOf(link, name, operator.signature));
    const isItself = other !== undefined && isSame(other, operator);
    return other === undefined || isItself || other[link] !== undefined
      ? []
      : [{ ...other, [link]: { schema: operator.schema, name: operator.name } }];
  });
  return putObjects(before, [operator, ...merged(others)]);
}

/** One can be both. */
const merged = ([first, second]: readonly Operator[]): readonly Operator[] =>
  first === undefined ? [] : second === undefined ? [first] : isSame(first, second) ? [{ ...first, ...second }] : [first, second];

const isSame = (left: OperatorRef, right: OperatorRef): boolean =>
  left.schema === right.schema && left.name === right.name && left.signature === right.signature;

/** The schema in which those that named an operator name it by another name, or not any more. */
export function withLinksTo(schema: DatabaseSchema, operator: Operator, to: QualifiedName | undefined): DatabaseSchema {
  return links.reduce<DatabaseSchema>((now, link) => {
    const name = operator[link];
    const other = name === undefined ? undefined : operatorAt(now, refOf(link, name, operator.signature));
    if (other === undefined || !sameData(other[link], { schema: operator.schema, name: operator.name })) return now;
    const { [link]: _, ...rest } = other;
    return putObjects(now, [to === undefined ? rest : { ...rest, [link]: to }]);
  }, schema);
}

/** Shells that an operator names, and that are not needed any more when it is gone: nobody else names them, and they are never defined. */
export function shellsOf(operator: Operator, { before, after }: Ends): readonly OperatorRef[] {
  const shells = namedBy(operator).filter((ref) => [before, after].every((schema) => operatorAt(schema, ref) === undefined));
  if (shells.length === 0) return [];
  const named = [before, after].flatMap((schema) =>
    objectsOf(schema)
      .filter((object): object is Operator => object.kind === "operator" && (schema === after || !isSame(object as Operator, operator)))
      .flatMap((other) => namedBy(other)),
  );
  return shells.filter((ref, at) => !named.some((other) => isSame(ref, other)) && shells.findIndex((other) => isSame(ref, other)) === at);
}

/** The operators that one names. */
export const namedBy = (operator: Omit<Operator, "kind">): readonly OperatorRef[] =>
  links.flatMap((link) => {
    const name = operator[link];
    return name === undefined ? [] : [refOf(link, name, operator.signature)];
  });

/** Operators that name one which is not to be defined any more: PostgreSQL takes its name from them with it. */
export const namingShells = ({ before, after }: Ends): readonly Operator[] =>
  mayHaveOperators(after)
    ? objectsOf(after).filter(
        (object): object is Operator =>
          object.kind === "operator" &&
          namedBy(object as Operator).some((ref) => operatorAt(before, ref) !== undefined && operatorAt(after, ref) === undefined),
      )
    : [];

const mayHaveOperators = createMayHave((container) => {
  for (const { kind } of container.values()) if (kind === "operator") return true;
  return false;
});

/** Whether a changed link needs nothing done: what it named goes, and what it names comes and says so itself. */
export function comesWithOther(from: Operator, to: Operator, ends: Ends): boolean {
  return links.every((link) => {
    const [had, has] = [from[link], to[link]];
    const isThere = (schema: DatabaseSchema, name: QualifiedName): boolean =>
      operatorAt(schema, refOf(link, name, to.signature)) !== undefined;
    if (sameData(had, has)) return has === undefined || !isThere(ends.before, has) || isThere(ends.after, has);
    const goes = had === undefined || (isThere(ends.before, had) && !isThere(ends.after, had));
    const comes = has === undefined || (isThere(ends.after, has) && !isThere(ends.before, has));
    return goes && comes;
  });
}
