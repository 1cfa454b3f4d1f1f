// A schema.prisma as data that small edits change. An edit is a few numbers, which choose among what is there: so any list of numbers is a
// history, and a shorter one is simpler.

export interface Design {
  readonly models: readonly Model[];
  readonly enums: readonly EnumType[];
  readonly relations: readonly Relation[];
  /** Counts up, so that what comes new never takes an old name by chance. */
  readonly count: number;
}

export interface Model {
  readonly name: string;
  /** Absent: the model's name. */
  readonly table?: string;
  readonly id: (typeof idKinds)[number];
  readonly fields: readonly Field[];
  readonly indexes: readonly Index[];
}

export interface Field {
  readonly name: string;
  /** Absent: the field's name. */
  readonly column?: string;
  /** Of `scalars`, or the name of an enum. */
  readonly type: string;
  readonly arity: "" | "?" | "[]";
  /** Which of the type's defaults. Absent: none. */
  readonly default?: number;
}

export interface Index {
  readonly unique: boolean;
  readonly fields: readonly string[];
  readonly sort: boolean;
  /** Absent: as Prisma names it. */
  readonly map?: string;
}

export interface EnumType {
  readonly name: string;
  readonly values: readonly string[];
}

export interface Relation {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly kind: "many" | "one" | "many to many";
  readonly optional: boolean;
  /** Absent: Prisma's default. */
  readonly onDelete?: string;
}

export const idKinds = [
  "Int @id @default(autoincrement())",
  "BigInt @id @default(autoincrement())",
  "String @id @default(uuid()) @db.Uuid",
  "String @id @default(cuid())",
  "Int @id",
] as const;

/** Types with defaults that Prisma spells as PostgreSQL does. */
export const scalars: Readonly<Record<string, readonly string[]>> = {
  String: ['""', '"it\'s"', '"größer"'],
  "String @db.VarChar(20)": ['"a"'],
  "String @db.VarChar(40)": ['"b"'],
  "String @db.Char(3)": ['"abc"'],
  "String @db.Uuid": [],
  Int: ["0", "-7"],
  "Int @db.SmallInt": ["1"],
  BigInt: ["9007199254740993"],
  Float: ["1.5"],
  "Float @db.Real": [],
  Decimal: ["12.50"],
  "Decimal @db.Decimal(10, 2)": ["0"],
  Boolean: ["true", "false"],
  DateTime: ["now()"],
  "DateTime @db.Timestamptz(3)": ["now()"],
  "DateTime @db.Date": ["now()"],
  Json: ['"{}"'],
  Bytes: [],
};

const actions = ["Cascade", "Restrict", "SetNull", "NoAction"] as const;

export const emptyDesign: Design = { models: [], enums: [], relations: [], count: 0 };

/** An edit: its kind, and what it chooses. */
export type Edit = readonly [kind: number, first: number, second: number, third: number];

type Apply = (design: Design, numbers: { readonly a: number; readonly b: number; readonly c: number }) => Design;

const pick = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % Math.max(1, items.length)];

const words = ["Order", "User", "note", "Value", "group", "item_of", "X", "Place"] as const;
const newName = (design: Design, at: number): string => `${pick(words, at) ?? ""}${design.count}`;

const withModel = (design: Design, model: Model): Design => ({
  ...design,
  models: design.models.map((one) => (one.name === model.name ? model : one)),
});

/** What an edit of one model does, if there is one. */
const onModel =
  (change: (model: Model, design: Design, b: number, c: number) => Model | undefined): Apply =>
  (design, { a, b, c }) => {
    const model = pick(design.models, a);
    const changed = model === undefined ? undefined : change(model, design, b, c);
    return changed === undefined ? design : { ...withModel(design, changed), count: design.count + 1 };
  };

const onField = (change: (field: Field, design: Design, c: number) => Field | undefined): Apply =>
  onModel((model, design, b, c) => {
    const field = pick(model.fields, b);
    const changed = field === undefined ? undefined : change(field, design, c);
    if (field === undefined || changed === undefined) return undefined;
    const fits = (index: Index): boolean => !index.fields.includes(field.name) || canBeIndexed(changed);
    return {
      ...model,
      fields: model.fields.map((one) => (one === field ? changed : one)),
      indexes: model.indexes.filter(fits),
    };
  });

const typesOf = (design: Design): readonly string[] => [...Object.keys(scalars), ...design.enums.map(({ name }) => name)];
const canBeIndexed = ({ type, arity }: Field): boolean => arity !== "[]" && !/^(?:Json|Bytes)/u.test(type);

function defaultOf(design: Design, { type, arity }: Pick<Field, "type" | "arity">, c: number): { readonly default?: number } {
  if (arity === "[]") return {};
  const count = scalars[type]?.length ?? design.enums.find(({ name }) => name === type)?.values.length ?? 0;
  return count === 0 || c % 2 === 0 ? {} : { default: c % count };
}

function newField(design: Design, b: number, c: number, end = ""): Field {
  const type = pick(typesOf(design), b) ?? "Int";
  const arity = (["?", "", "?", "[]"] as const)[c % 4] ?? "?";
  const given = defaultOf(design, { type, arity }, c >> 2);
  // A required column without a default cannot be added to rows.
  return { name: `${newName(design, b + c)}${end}`, type, arity: arity === "" && given.default === undefined ? "?" : arity, ...given };
}

const dropModel: Apply = (design, { a }) => {
  const model = pick(design.models, a);
  return model === undefined || design.models.length < 2
    ? design
    : {
        ...design,
        models: design.models.filter((one) => one !== model),
        relations: design.relations.filter(({ from, to }) => from !== model.name && to !== model.name),
      };
};

const addRelation: Apply = (design, { a, b, c }) => {
  const [from, to] = [pick(design.models, a), pick(design.models, b)];
  if (from === undefined || to === undefined) return design;
  const kind = (["many", "many", "one", "many to many"] as const)[c % 4] ?? "many";
  const onDelete = c % 3 === 0 ? {} : { onDelete: pick(actions, c) ?? "Cascade" };
  const relation: Relation = { name: `R${design.count}`, from: from.name, to: to.name, kind, optional: true, ...onDelete };
  return { ...design, relations: [...design.relations, relation], count: design.count + 1 };
};

const onRelation =
  (change: (relation: Relation, b: number) => Relation | undefined): Apply =>
  (design, { a, b }) => {
    const relation = pick(design.relations, a);
    if (relation === undefined) return design;
    const changed = change(relation, b);
    return { ...design, relations: design.relations.flatMap((one) => (one !== relation ? [one] : changed === undefined ? [] : [changed])) };
  };

const onEnum =
  (change: (values: readonly string[], design: Design, b: number) => readonly string[]): Apply =>
  (design, { a, b }) => {
    const found = pick(design.enums, a);
    if (found === undefined) return design;
    const values = change(found.values, design, b);
    const isShorter = values.length < found.values.length;
    return {
      ...design,
      count: design.count + 1,
      enums: design.enums.map((one) => (one === found ? { ...one, values } : one)),
      // A default that is gone, or is another value now, goes.
      models: isShorter
        ? design.models.map((model) => ({
            ...model,
            fields: model.fields.map(({ default: given, ...field }) =>
              field.type === found.name || given === undefined ? field : { ...field, default: given },
            ),
          }))
        : design.models,
    };
  };

const addField = onModel((model, design, b, c) => ({ ...model, fields: [...model.fields, newField(design, b, c)] }));

const addIndex = onModel((model, { count }, b, c) => {
  const able = model.fields.filter(canBeIndexed);
  const chosen = [...new Set([pick(able, b), pick(able, c)])].flatMap((field) => field?.name ?? []);
  const isThere = model.indexes.some(({ fields }) => fields.join() === chosen.join());
  return chosen.length === 0 || isThere
    ? undefined
    : {
        ...model,
        indexes: [
          ...model.indexes,
          { unique: c % 4 === 0, fields: chosen, sort: c % 3 === 0, ...(c % 5 === 0 ? { map: `index ${count}` } : {}) },
        ],
      };
});

/** What comes up more often stands here more often. */
const edits: readonly Apply[] = [
  (design, { a, b, c }) => ({
    ...design,
    count: design.count + 1,
    models: [
      ...design.models,
      {
        name: newName(design, a).replace(/^./u, (first) => first.toUpperCase()),
        id: pick(idKinds, b) ?? idKinds[0],
        fields: [newField(design, b, c)],
        indexes: [],
      },
    ],
  }),
  dropModel,
  addField,
  addField,
  addField,
  onModel((model, _, b) => {
    const field = pick(model.fields, b);
    return field === undefined
      ? undefined
      : {
          ...model,
          fields: model.fields.filter((one) => one !== field),
          indexes: model.indexes.filter(({ fields }) => !fields.includes(field.name)),
        };
  }),
  onField((field, design, c) => {
    const { default: _, ...rest } = field;
    return { ...rest, type: pick(typesOf(design), c) ?? field.type };
  }),
  onField(({ default: given, ...field }, _, c) => {
    const arity = (["", "?", "[]"] as const)[c % 3] ?? "";
    return { ...field, arity, ...(arity === "[]" || given === undefined ? {} : { default: given }) };
  }),
  onField(({ default: _, ...field }, design, c) => ({ ...field, ...defaultOf(design, field, c) })),
  onField(({ column, ...field }, { count }, c) =>
    column === undefined || c % 2 === 0 ? { ...field, column: `${field.name} c${count}` } : field,
  ),
  onModel(({ table, ...model }, { count }, b) =>
    table === undefined || b % 2 === 0 ? { ...model, table: `t_${model.name}_${count}` } : model,
  ),
  addIndex,
  addIndex,
  addIndex,
  onModel((model, _, b) => ({ ...model, indexes: model.indexes.filter((_one, at) => at !== b % Math.max(1, model.indexes.length)) })),
  onModel((model, _, b) => (model.id.startsWith("Int @id @default") && b % 2 === 0 ? { ...model, id: idKinds[1] } : undefined)),
  (design, { a }) => ({
    ...design,
    count: design.count + 1,
    enums: [
      ...design.enums,
      { name: `E${design.count}`, values: Array.from({ length: 1 + (a % 3) }, (_, at) => `v${design.count}_${at}`) },
    ],
  }),
  onEnum((values, { count }, b) => values.toSpliced(b % (values.length + 1), 0, `v${count}`)),
  onEnum((values, _, b) => (values.length < 2 ? values : values.filter((_one, at) => at !== b % values.length))),
  addRelation,
  addRelation,
  onRelation(() => undefined),
  onRelation(({ onDelete: _, ...relation }, b) => ({ ...relation, onDelete: pick(actions, b) ?? "Cascade" })),
];

/** How many kinds of edits there are. */
export const editKinds = edits.length;

export const edited = (design: Design, [kind, a, b, c]: Edit): Design => edits[kind % edits.length]?.(design, { a, b, c }) ?? design;
