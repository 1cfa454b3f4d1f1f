import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { plainQuery } from "../../../expression/query-names.ts";
import type { Argument, FunctionObject, Procedure } from "./model.ts";
import { bareType, signatureOf } from "./signature.ts";

type Shared = Omit<Procedure, "kind">;

const normalArgument = ({ name, mode, type, default: given }: Argument): Argument => ({
  ...(name === undefined || name === "" ? {} : { name }),
  ...(mode === undefined ? {} : { mode }),
  type: bareType(type),
  ...(given === undefined ? {} : { default: withoutOuterParentheses(given) }),
});

function normalShared(routine: Shared): Shared {
  const {
    schema,
    name,
    arguments: given = [],
    language,
    body,
    sqlBody,
    library,
    securityDefiner,
    settings = {},
    transforms = [],
  } = routine;
  return {
    schema,
    name,
    signature: signatureOf(routine),
    ...(given.length === 0 ? {} : { arguments: given.map(normalArgument) }),
    language,
    ...(sqlBody === undefined ? { body: body ?? "" } : { sqlBody: plainQuery(sqlBody) }),
    ...(library === undefined ? {} : { library }),
    ...(securityDefiner === true ? { securityDefiner } : {}),
    ...(Object.keys(settings).length === 0 ? {} : { settings: sorted(settings) }),
    ...(transforms.length === 0 ? {} : { transforms: transforms.map(bareType) }),
  };
}

/** In what order settings were made does not count. */
const sorted = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).toSorted(([left], [right]) => (left < right ? -1 : 1)));

export const normalProcedure = (procedure: Procedure): Procedure => ({ kind: "procedure", ...normalShared(procedure) });

/** What it costs and how many rows it returns, where nobody says it. */
export const usualCost = (language: string): number => (language === "c" || language === "internal" ? 1 : 100);
export const usualRows = 1000;

export function normalFunction(routine: FunctionObject): FunctionObject {
  const { language, returns, setof, columns, window, volatility, strict, leakproof, parallel, cost, rows, support, canonicalOf } = routine;
  return {
    kind: "function",
    ...normalShared(routine),
    ...(returns === undefined || columns !== undefined || outputsOf(routine).length > 0 ? {} : { returns: bareType(returns) }),
    ...(setof === true && columns === undefined ? { setof } : {}),
    ...(columns === undefined ? {} : { columns: columns.map(({ name, type }) => ({ name, type: bareType(type) })) }),
    ...(window === true ? { window } : {}),
    ...(volatility === undefined ? {} : { volatility }),
    ...(strict === true ? { strict } : {}),
    ...(leakproof === true ? { leakproof } : {}),
    ...(parallel === undefined ? {} : { parallel }),
    ...(cost === undefined || cost === usualCost(language) ? {} : { cost }),
    ...(rows === undefined || rows === usualRows ? {} : { rows }),
    ...(support === undefined ? {} : { support }),
    ...(canonicalOf === undefined ? {} : { canonicalOf: bareType(canonicalOf) }),
  };
}

/** The arguments that it gives back. */
export const outputsOf = ({ arguments: given = [] }: Pick<Shared, "arguments">): readonly Argument[] =>
  given.filter(({ mode }) => mode === "out" || mode === "inout");

/** What a function with `out` arguments returns: the one, or a row of all. Undefined: it has none. */
export function returnedByOutputs(routine: Pick<Shared, "arguments">): string | undefined {
  const outputs = outputsOf(routine);
  return outputs.length > 1 ? "record" : outputs[0]?.type;
}
