import type { NewNames } from "../../../../operation/new-names.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { renamedType, typeKeys } from "../../../type/user-types.ts";
import { resource } from "../../resources.ts";
import { keysOfRoutine, typesIn } from "../routine/fragment.ts";
import type { Aggregate, AggregateArgument, FunctionName } from "./model.ts";

const functionsOf = ({ stateFunction, finalFunction, combineFunction, serialFunction, deserialFunction, moving }: Aggregate) =>
  [
    stateFunction,
    finalFunction,
    combineFunction,
    serialFunction,
    deserialFunction,
    moving?.stateFunction,
    moving?.inverseFunction,
    moving?.finalFunction,
  ].filter((name) => name !== undefined);

/** The server says what it uses, but for the types of its states. */
export function usesOfAggregate(aggregate: Aggregate): readonly Use[] {
  const { schema, arguments: given = [], orderBy = [], stateType, moving } = aggregate;
  const states = [stateType, ...(moving === undefined ? [] : [moving.stateType])];
  const named = [
    ...functionsOf(aggregate).map(({ schema: at, name }) => resource.routine(at, name)),
    ...[...given, ...orderBy].flatMap(({ type }) => typeKeys(type, schema)),
  ];
  const told = toldUses(aggregate) ?? named.map((of): Use => ({ of, how: "blocks" }));
  const known = new Set(told.map(({ of }) => of));
  return [
    { of: resource.schema(schema), how: "blocks" },
    ...told,
    ...states.flatMap((type) => typeKeys(type, schema)).flatMap((of): readonly Use[] => (known.has(of) ? [] : [{ of, how: "blocks" }])),
  ];
}

/** The aggregate after it, or what it uses, got another name. */
export function renamedAggregate(aggregate: Aggregate, names: NewNames): Aggregate {
  const { schema, signature, arguments: given, orderBy, returns, moving } = aggregate;
  const to = names.get(keysOfRoutine(aggregate)[0]);
  const type = (text: string): string => renamedType(text, schema, names);
  const argument = (one: AggregateArgument): AggregateArgument => ({ ...one, type: type(one.type) });
  const told = toldUses(aggregate);
  /** Of several functions of a name, the one that the server has said it uses. */
  const called = (name: FunctionName): FunctionName => {
    const own = `${resource.routine(name.schema, name.name)}(`;
    const keys =
      told === undefined ? [resource.routine(name.schema, name.name)] : told.map(({ of }) => of).filter((of) => of.startsWith(own));
    const [found] = keys.flatMap((key) => names.get(key) ?? []);
    return found === undefined ? name : { schema: found.schema, name: found.name };
  };
  const steps = <Of extends Pick<Aggregate, "stateFunction" | "stateType" | "finalFunction">>(of: Of): Of => ({
    ...of,
    stateFunction: called(of.stateFunction),
    stateType: type(of.stateType),
    ...(of.finalFunction === undefined ? {} : { finalFunction: called(of.finalFunction) }),
  });
  const { combineFunction, serialFunction, deserialFunction, sortOperator } = aggregate;
  const sorting = (name: FunctionName): FunctionName => {
    const next = names.get(resource.anyOperator(name.schema, name.name));
    return next === undefined ? name : { schema: next.schema, name: next.name };
  };
  return {
    ...steps(aggregate),
    ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
    signature: typesIn(signature).map(type).join(", "),
    ...(given === undefined ? {} : { arguments: given.map(argument) }),
    ...(orderBy === undefined ? {} : { orderBy: orderBy.map(argument) }),
    ...(combineFunction === undefined ? {} : { combineFunction: called(combineFunction) }),
    ...(serialFunction === undefined ? {} : { serialFunction: called(serialFunction) }),
    ...(deserialFunction === undefined ? {} : { deserialFunction: called(deserialFunction) }),
    ...(moving === undefined ? {} : { moving: { ...steps(moving), inverseFunction: called(moving.inverseFunction) } }),
    ...(sortOperator === undefined ? {} : { sortOperator: sorting(sortOperator) }),
    ...(returns === undefined ? {} : { returns: type(returns) }),
  };
}
