// What each operation takes, read from the types of packages/core: the text of its table of payloads.
import path from "node:path";
import ts from "typescript-5";

const registry = "packages/core/src/postgres/objects/index.ts";
export const payloadsFile = "packages/core/src/postgres/objects/payloads.ts";

/** The text of the table. @param {string} root the workspace */
export function payloadsText(root) {
  const program = ts.createProgram([path.join(root, registry)], {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path.join(root, registry));
  const map = checker.getExportsOfModule(checker.getSymbolAtLocation(source)).find(({ name }) => name === "OperationMap");
  const operations = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(map));
  const shapes = operations.map((symbol) => `  ${symbol.name}: ${print(fieldsOf(checker, checker.getTypeOfSymbol(symbol)))},\n`);
  return `// Written by \`pnpm run docs\` from the types of the operations: what each payload must and may hold.
import type { Fields } from "../../operation/payload-shape.ts";

/** By the operation's name. What is not here yet is not checked. */
export const payloads: Readonly<Record<string, Fields>> = {
${shapes.join("")}};
`;
}

/** In the order in which a revision has them: where it is, what it is called, what it is. */
const usualOrder = ["schema", "table", "name"];
const rank = ({ name }) => (usualOrder.includes(name) ? usualOrder.indexOf(name) : usualOrder.length);

/** The name of the operation is in \`kind\`, and not part of what is handed over. */
function fieldsOf(checker, type) {
  const needs = {};
  const takes = {};
  for (const property of checker.getPropertiesOfType(type).toSorted((left, right) => rank(left) - rank(right))) {
    if (property.name === "kind") continue;
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    (isOptional ? takes : needs)[property.name] = shapeOf(checker, checker.getTypeOfSymbol(property));
  }
  return { needs, takes };
}

function shapeOf(checker, type) {
  if (type.isUnion()) return unionOf(checker, type);
  if (type.isLiteral()) return { is: [type.value] };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { is: [checker.typeToString(type) === "true"] };
  if (type.flags & ts.TypeFlags.Null) return { is: [null] };
  if (type.flags & ts.TypeFlags.String) return "string";
  if (type.flags & ts.TypeFlags.Number) return "number";
  if (type.flags & ts.TypeFlags.Unknown) return "unknown";
  const element = checker.isArrayType(type) ? checker.getTypeArguments(type)[0] : undefined;
  if (element !== undefined) return { list: shapeOf(checker, element) };
  const values = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  if (values !== undefined) return { record: shapeOf(checker, values.type) };
  if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return fieldsOf(checker, type);
  throw new Error(`No shape for the type ${checker.typeToString(type)}.`);
}

function unionOf(checker, type) {
  const members = type.types.filter((member) => !(member.flags & ts.TypeFlags.Undefined));
  const shapes = members.map((member) => shapeOf(checker, member));
  const values = shapes.flatMap((shape) => shape.is ?? []).toSorted();
  const isBoolean = values.includes(true) && values.includes(false);
  const plain = isBoolean ? values.filter((value) => typeof value !== "boolean") : values;
  const all = [
    ...shapes.filter((shape) => shape.is === undefined),
    ...(isBoolean ? ["boolean"] : []),
    ...(plain.length > 0 ? [{ is: plain }] : []),
  ];
  return all.length === 1 ? all[0] : { anyOf: all };
}

function print(value) {
  if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${print(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
