/** A schema.prisma with a mistake. */
export interface BrokenSchema {
  readonly name: string;
  /** After a datasource for PostgreSQL, unless it is about that. `^` is where the mistake is, and no part of the text. */
  readonly text: string;
  readonly says: RegExp;
}

const model = (lines: string, more = ""): string => `model A {\n  id Int @id\n${lines}\n}\n${more}`;

/** Two models that refer to each other. */
const pair = (lines: string, others: string): string => `model A {\n  id Int @id\n${lines}\n}\nmodel B {\n  id Int @id\n${others}\n}\n`;

const own = (settings: string, blocks = ""): string => `datasource db {\n${settings}\n}\n${blocks}`;

const many = Array.from({ length: 33 }, (_, at) => `c${at}`);
const manyFields = many.map((name) => `  ${name} Int`).join("\n");
const manyNames = many.join(", ");

export const brokenSchemas: readonly BrokenSchema[] = [
  // Words that are none
  { name: "an unknown type", text: model("  a ^Strin"), says: /Type "Strin" is neither a built-in type/u },
  { name: "an unknown attribute of a field", text: model("  a Int ^@foo"), says: /Attribute not known: "@foo"/u },
  { name: "an unknown attribute of a model", text: model("  a Int\n  ^@@foo([a])"), says: /Attribute not known: "@foo"/u },
  { name: "an unknown native type", text: model("  a Int ^@db.Foo"), says: /Native type Foo is not supported/u },
  { name: "a native type of another field type", text: model("  a Int ^@db.VarChar(10)"), says: /VarChar/u },
  { name: "a native type with a bad argument", text: model("  a String ^@db.VarChar(x)"), says: /VarChar|integer/u },
  { name: "a native type with too many arguments", text: model("  a String ^@db.VarChar(1, 2)"), says: /takes 1 optional arguments/u },
  { name: "an unknown function", text: model("  a Int @default(^foo())"), says: /foo/u },
  { name: "an unknown argument", text: model("  a Int\n  @@index([a], ^foo: 1)"), says: /No such argument/u },
  { name: "an unknown block", text: "^table A {\n  id Int @id\n}\n", says: /This line is invalid/u },
  // Lines that are none
  { name: "a line that is none", text: model("  ^a Int @@@"), says: /valid field or attribute/u },
  { name: "a field without a type", text: model("  ^a"), says: /This field declaration is invalid/u },
  { name: "a string without an end", text: model('  ^a String @default("x)'), says: /valid field or attribute/u },
  { name: "a list without an end", text: model("  a Int\n  ^@@index([a"), says: /valid field or attribute/u },
  { name: "a model without an end", text: "^model A {\n  id Int @id\n", says: /This line is invalid/u },
  { name: "a comment without an end", text: `${model("")}^/* more\n`, says: /This line is invalid/u },
  { name: "a stray brace", text: `${model("")}^}\n`, says: /This line is invalid/u },
  // Names
  { name: "two models of one name", text: `${model("")}model ^A {\n  id Int @id\n}\n`, says: /a model with that name already exists/u },
  { name: "two fields of one name", text: model("  a Int\n  ^a Int"), says: /Field "a" is already defined/u },
  { name: "two enums of one name", text: "enum E {\n  a\n}\nenum ^E {\n  b\n}\n", says: /an? enum with that name already exists/u },
  { name: "two labels of one name", text: "enum E {\n  a\n  ^a\n}\n", says: /Value "a" is already defined/u },
  {
    name: "two tables of one name",
    text: `model A {\n  id Int @id\n  @@map("t")\n}\nmodel B {\n  id Int @id\n  ^@@map("t")\n}\n`,
    says: /"t"/u,
  },
  {
    name: "two indexes of one name",
    text: model('  a Int\n  b Int\n  @@index([a], ^map: "i")\n  @@index([b], map: "i")'),
    says: /constraint name `i` has to be unique/u,
  },
  { name: "a name that is a word of Prisma's", text: "model ^String {\n  id Int @id\n}\n", says: /reserved/u },
  { name: "a name of a constraint over 63 bytes", text: model(`  a Int\n  ^@@index([a], map: "${"i".repeat(64)}")`), says: /too long/u },
  // Keys and indexes
  { name: "a model without a key", text: "^model A {\n  a Int\n}\n", says: /must have at least one unique criteria/u },
  { name: "two keys", text: "^model A {\n  a Int @id\n  b Int @id\n}\n", says: /At most one field must be marked as the id field/u },
  {
    name: "a key of a field that may be NULL",
    text: "model A {\n  a Int? ^@id\n}\n",
    says: /Fields that are marked as id must be required/u,
  },
  { name: "an index over a field that is none", text: model("  a Int\n  ^@@index([b])"), says: /unknown fields: b/u },
  {
    name: "an index over a relation",
    text: pair("  b B[]\n  ^@@index([b])", "  aId Int\n  a A @relation(fields: [aId], references: [id])"),
    says: /relation fields b/u,
  },
  { name: "a key over a field that is none", text: "model A {\n  a Int @unique\n  @@id(^[b])\n}\n", says: /unknown field `b`/u },
  { name: "an index method that is none", text: model("  a Int\n  ^@@index([a], type: Foo)"), says: /Foo/u },
  { name: "an operator class of another type", text: model("  a Int\n  ^@@index([a], type: Gin)"), says: /Gin/u },
  // Relations
  {
    name: "a relation without its other side",
    text: pair("  ^b B @relation(fields: [id], references: [id])", ""),
    says: /missing an opposite relation field/u,
  },
  {
    name: "a relation over a field that is none",
    text: pair("  b B @relation(fields: ^[nix], references: [id])", "  a A[]"),
    says: /nix/u,
  },
  {
    name: "a relation to a field that is none",
    text: pair("  bId Int\n  b B ^@relation(fields: [bId], references: [nix])", "  a A[]"),
    says: /nix/u,
  },
  {
    name: "a relation to a field that is not unique",
    text: pair("  bX Int\n  ^b B @relation(fields: [bX], references: [x])", "  x Int\n  a A[]"),
    says: /unique/u,
  },
  {
    name: "a relation between types that differ",
    text: pair("  bId String\n  ^b B @relation(fields: [bId], references: [id])", "  a A[]"),
    says: /type/u,
  },
  {
    name: "a referential action that is none",
    text: pair("  bId Int\n  b B @relation(fields: [bId], references: [id], onDelete: ^Foo)", "  a A[]"),
    says: /Foo/u,
  },
  {
    name: "two relations without names",
    text: pair("  ^b B @relation(fields: [id], references: [id])\n  c B @relation(fields: [id], references: [id])", "  a A[]\n  d A[]"),
    says: /Ambiguous relation/u,
  },
  // Defaults
  { name: "a default of another type", text: model('  a Int ^@default("x")'), says: /Expected a numeric value|Int/u },
  { name: "a default that is no label", text: model("  e E ^@default(c)", "enum E {\n  a\n}\n"), says: /not a valid value of the enum/u },
  { name: "autoincrement of a text", text: model("  a String ^@default(autoincrement())"), says: /autoincrement/u },
  { name: "a default of a list that is no list", text: model("  a Int[] ^@default(1)"), says: /list/u },
  { name: "two defaults", text: model("  a Int ^@default(1) ^@default(2)"), says: /can only be defined once/u },
  { name: "a moment that is none", text: model('  a DateTime @default(^"yesterday")'), says: /yesterday|DateTime/u },
  // Enums
  { name: "an enum without labels", text: "^enum E {\n}\n", says: /at least one value/u },
  { name: "a label that is no name", text: "enum E {\n  ^1a\n}\n", says: /not an enum value definition|name/u },
  // The datasource
  {
    name: "two datasources",
    text: `^datasource db {\n  provider = "postgresql"\n}\ndatasource more {\n  provider = "postgresql"\n}\n`,
    says: /more than one datasource/u,
  },
  { name: "no datasource", text: "^model A {\n  id Int @id\n}\n", says: /There is no datasource/u },
  { name: "a datasource for MySQL", text: own('  ^provider = "mysql"'), says: /only PostgreSQL/u },
  { name: "a datasource for CockroachDB", text: own('  ^provider = "cockroachdb"'), says: /only PostgreSQL/u },
  { name: "a provider that is none", text: own('  provider = ^"postgre"'), says: /postgre/u },
  { name: "a datasource without a provider", text: "^datasource db {\n}\n", says: /provider/u },
  { name: "a setting that is none", text: own('  provider = "postgresql"\n  ^foo = "x"'), says: /foo/u },
  {
    name: "a schema that is not listed",
    text: own('  provider = "postgresql"\n  schemas = ["a"]', 'model A {\n  id Int @id\n  @@schema(^"b")\n}\n'),
    says: /not defined in the datasource/u,
  },
  {
    name: "a model without a schema",
    text: own('  provider = "postgresql"\n  schemas = ["a"]', "^model A {\n  id Int @id\n}\n"),
    says: /@@schema/u,
  },
  // What a value may be
  { name: "JSON that is none", text: model('  a Json @default(^"{")'), says: /not a valid JSON string/u },
  { name: "bytes that are none", text: model('  a Bytes @default(^"***")'), says: /not a valid base64 string/u },
  { name: "a number that is too large", text: model("  a BigInt @default(^99999999999999999999)"), says: /not a valid integer/u },
  { name: "a moment for a number", text: model("  a Int ^@default(now())"), says: /`now\(\)` cannot be used on fields of type `Int`/u },
  { name: "an empty expression", text: model('  a Int ^@default(dbgenerated(""))'), says: /nonempty string/u },
  { name: "more digits than there are", text: model("  a Decimal ^@db.Decimal(2, 5)"), says: /scale must not be larger/u },
  // Shapes
  { name: "an index of nothing", text: model("  ^@@index([])"), says: /cannot be empty/u },
  { name: "an index of a field twice", text: model("  a Int\n  ^@@index([a, a])"), says: /multiple times/u },
  { name: "an order that is none", text: model("  a Int\n  @@index([a(^sort: Up)])"), says: /Asc, Desc/u },
  { name: "a list that may be NULL", text: model("  a ^Int[]?"), says: /Optional lists/u },
  { name: "a composite type", text: "^type T {\n  a Int\n}\nmodel A {\n  id Int @id\n  t T\n}\n", says: /Composite types/u },
  { name: "a name for a table twice", text: model('  ^@@map("x")\n  @@map("y")'), says: /only be defined once/u },
  {
    name: "a relation over more fields than it refers to",
    text: pair("  bId Int\n  b B ^@relation(fields: [bId, id], references: [id])", "  a A[]"),
    says: /same number of fields/u,
  },
  {
    name: "a many-to-many relation to a compound key",
    text: "model A {\n  x Int\n  y Int\n  bs B[]\n  @@id([x, y])\n}\nmodel B {\n  id Int @id\n  ^as A[]\n}\n",
    says: /references `A` which does not have/u,
  },
  { name: "a view without its feature", text: "^view V {\n  a Int @unique\n}\n", says: /`views` preview feature/u },
  // What Prisma lets pass and PostgreSQL does not
  { name: "a column without a name", text: model('  ^a Int @map("")'), says: /no empty names/u },
  { name: "a table without a name", text: model('  @@map("")').replace("A", "^A"), says: /no empty names/u },
  { name: "an unsupported type without a name", text: model('  ^a Unsupported("")'), says: /needs the name of a type/u },
  { name: "a length of nothing", text: model("  ^a String @db.VarChar(0)"), says: /lengths from 1 to 10485760/u },
  { name: "a length that is too large", text: model("  ^a String[] @db.Char(99999999)"), says: /lengths from 1 to 10485760/u },
  { name: "a list that counts up", text: model("  ^a Int[] @default(autoincrement())"), says: /not lists/u },
  {
    name: "an enum and a table of one name",
    text: `enum ^E {\n  a\n}\nmodel A {\n  id Int @id\n  @@map("E")\n}\n`,
    says: /A table is called "E" too/u,
  },
  { name: "a label twice in the database", text: 'enum ^E {\n  a @map("b")\n  b\n}\n', says: /each label of an enum once: "b"/u },
  { name: "a label over 63 bytes", text: `enum ^E {\n  a @map("${"b".repeat(64)}")\n}\n`, says: /labels of up to 63 bytes/u },
  {
    name: "a hash index over two columns",
    text: model("  a Int\n  b Int\n  ^@@index([a, b], type: Hash)"),
    says: /one column for an index/u,
  },
  { name: "a GIN index with an order", text: model("  a Json\n  ^@@index([a(sort: Desc)], type: Gin)"), says: /no order for an index/u },
  { name: "a BRIN index with an order", text: model("  a Int\n  ^@@index([a(sort: Desc)], type: Brin)"), says: /no order for an index/u },
  { name: "a default that is no uuid", text: model('  ^a String @default("zz") @db.Uuid'), says: /no "zz" as a value of the type uuid/u },
  { name: "a list of them", text: model('  ^a String[] @default(["zz"]) @db.Uuid'), says: /no "zz" as a value of the type uuid/u },
  {
    name: "a default that is no address",
    text: model('  ^a String @default("zz") @db.Inet'),
    says: /no "zz" as a value of the type inet/u,
  },
  {
    name: "a default that has no bits",
    text: model('  ^a String @default("102") @db.Bit(3)'),
    says: /no "102" as a value of the type bit/u,
  },
  { name: "an index over 33 columns", text: model(`${manyFields}\n  ^@@index([${manyNames}])`), says: /up to 32 columns/u },
  { name: "a unique index over 33 columns", text: model(`${manyFields}\n  ^@@unique([${manyNames}])`), says: /up to 32 columns/u },
  { name: "a key over 33 columns", text: `model A {\n${manyFields}\n  ^@@id([${manyNames}])\n}\n`, says: /up to 32 columns/u },
  { name: "two names that are one when cut", text: model(`  ${"c".repeat(64)} Int\n  ^${"c".repeat(65)} Int`), says: /used twice/u },
];
