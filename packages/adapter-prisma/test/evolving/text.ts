import { scalars, type Design, type Field, type Index, type Model, type Relation } from "./design.ts";

/** A design as a schema.prisma. */
export const designText = (design: Design): string =>
  [
    'datasource db {\n  provider = "postgresql"\n}',
    ...design.enums.map(({ name, values }) => `enum ${name} {\n${values.map((value) => `  ${value}\n`).join("")}}`),
    ...design.models.map((model) => modelText(design, model)),
  ].join("\n\n");

function modelText(design: Design, model: Model): string {
  const lines = [
    `id ${model.id}`,
    ...model.fields.map((field) => fieldText(design, field)),
    ...design.relations.flatMap((relation) => relationLines(design, relation, model)),
    ...model.indexes.map(indexText),
    ...(model.table === undefined ? [] : [`@@map("${model.table}")`]),
  ];
  return `model ${model.name} {\n${lines.map((line) => `  ${line}\n`).join("")}}`;
}

function fieldText(design: Design, { name, column, type, arity, default: given }: Field): string {
  const [scalar = "", ...native] = type.split(" ");
  const value = given === undefined ? undefined : (scalars[type]?.[given] ?? design.enums.find((one) => one.name === type)?.values[given]);
  return [
    `${name} ${scalar}${arity}`,
    ...(value === undefined ? [] : [`@default(${value})`]),
    ...(native.length === 0 ? [] : [native.join(" ")]),
    ...(column === undefined ? [] : [`@map("${column}")`]),
  ].join(" ");
}

const indexText = ({ unique, fields, sort, map }: Index): string =>
  `@@${unique ? "unique" : "index"}([${fields.map((name, at) => (sort && at === 0 ? `${name}(sort: Desc)` : name)).join(", ")}]${map === undefined ? "" : `, map: "${map}"`})`;

/** The type of a key, without what makes it one. */
const keyType = (design: Design, name: string): readonly [string, string] => {
  const id = design.models.find((model) => model.name === name)?.id ?? "Int @id";
  const [type = "Int"] = id.split(" ");
  return [type, id.includes("@db.Uuid") ? " @db.Uuid" : ""];
};

function relationLines(design: Design, relation: Relation, model: Model): readonly string[] {
  const { name, from, to, kind, onDelete } = relation;
  const own = name.toLowerCase();
  const [isFrom, isTo] = [from === model.name, to === model.name];
  if (kind === "many to many")
    return [...(isFrom ? [`${own}s ${to}[] @relation("${name}")`] : []), ...(isTo ? [`${own}t ${from}[] @relation("${name}")`] : [])];
  const [type, native] = keyType(design, to);
  return [
    ...(isFrom
      ? [
          `${own}Id ${type}?${kind === "one" ? " @unique" : ""}${native}`,
          `${own} ${to}? @relation("${name}", fields: [${own}Id], references: [id]${onDelete === undefined ? "" : `, onDelete: ${onDelete}`})`,
        ]
      : []),
    ...(isTo ? [`${own}Of ${from}${kind === "one" ? "?" : "[]"} @relation("${name}")`] : []),
  ];
}
