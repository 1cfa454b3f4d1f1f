/** A schema.prisma for each thing that Prisma can say about a PostgreSQL database. */
export interface SchemaCase {
  readonly name: string;
  readonly text: string;
  /** SQL that must have been run before: extensions and functions that the schema takes for granted. */
  readonly prelude?: string;
}

const datasource = (settings = ""): string => `datasource db {\n  provider = "postgresql"\n${settings}\n}\n`;
const generator =
  'generator client {\n  provider = "prisma-client"\n  previewFeatures = ["partialIndexes", "postgresqlExtensions", "views"]\n}\n';

const whole = (blocks: string, settings = ""): string => `${generator}${datasource(settings)}${blocks}\n`;
/** One model with a key of its own, with these lines in it. */
const model = (lines: string, more = ""): string => whole(`model Thing {\n  id Int @id\n${lines}\n}\n${more}`);

const abc = "  a Int\n  b String\n  c DateTime?\n";
const long = (start: string, length: number): string => start.padEnd(length, "0123456789");

export const schemaCases: readonly SchemaCase[] = [
  {
    name: "scalars, required, optional, lists",
    text: model(
      ["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"]
        .map((type) => `  r${type} ${type}\n  o${type} ${type}?\n  l${type} ${type}[]`)
        .join("\n"),
    ),
  },
  {
    name: "native types",
    prelude: "create extension citext",
    text: model(
      [
        ["Int", "SmallInt"],
        ["Int", "Integer"],
        ["Int", "Oid"],
        ["BigInt", "BigInt"],
        ["Decimal", "Decimal"],
        ["Decimal", "Decimal(12, 0)"],
        ["Decimal", "Decimal(12,3)"],
        ["Decimal", "Money"],
        ["String", "Inet"],
        ["String", "Citext"],
        ["Float", "Real"],
        ["Float", "DoublePrecision"],
        ["String", "VarChar"],
        ["String", "VarChar(20)"],
        ["String", "Char"],
        ["String", "Char(3)"],
        ["String", "Text"],
        ["String", "Bit"],
        ["String", "Bit(5)"],
        ["String", "VarBit"],
        ["String", "VarBit(5)"],
        ["String", "Uuid"],
        ["String", "Xml"],
        ["Bytes", "ByteA"],
        ["Boolean", "Boolean"],
        ["Json", "Json"],
        ["Json", "JsonB"],
        ["DateTime", "Timestamp"],
        ["DateTime", "Timestamp(0)"],
        ["DateTime", "Timestamptz"],
        ["DateTime", "Timestamptz(6)"],
        ["DateTime", "Date"],
        ["DateTime", "Time"],
        ["DateTime", "Time(3)"],
        ["DateTime", "Timetz"],
        ["DateTime", "Timetz(6)"],
      ]
        .map(([type, native], at) => `  r${at} ${type} @db.${native}\n  o${at} ${type}? @db.${native}\n  l${at} ${type}[] @db.${native}`)
        .join("\n"),
    ),
  },
  {
    name: "Unsupported",
    text: model(`  a Unsupported("tsvector")
  b Unsupported("xml")? @default(dbgenerated("'<a/>'::xml"))
  c Unsupported("char(5)")
  d Unsupported("numeric(10,2)")?
  e Unsupported("int4range")
  f Unsupported("integer[]")?
  g Unsupported("timestamp with time zone") @map("g g")
  h Unsupported("Point")?
  i Unsupported("polygon")[]
  @@index([a], type: Gin)
  @@unique([e])`),
  },
  {
    name: "text defaults",
    prelude: "create extension citext",
    text: model(String.raw`  a String @default("it's \"q\" \\ \n \t é😀")
  b String @default("") @db.VarChar(10)
  c String @default("x\\") @db.VarChar
  d String @default("x") @db.Char(3)
  e String @default("A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11") @db.Uuid
  f String @default("<a/>") @db.Xml
  g String @default("1.2.3.4/8") @db.Inet
  h String @default("X") @db.Citext
  i String @default("101") @db.Bit(3)
  j String @default("101") @db.VarBit(5)
  k String[] @default(["a", "it's", "\\"])
  l String[] @default([])
  m String[] @default(["a", "b"]) @db.VarChar(5)
  n String[] @default([]) @db.VarChar(5)
  o String[] @default(["a"]) @db.VarChar
  p String[] @default(["a"]) @db.Char(2)
  q String[] @default([]) @db.Char(2)
  r String[] @default(["x"]) @db.Citext
  s String[] @default(["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]) @db.Uuid
  t String[] @default(["<a/>"]) @db.Xml
  u String[] @default(["101"]) @db.Bit(3)
  v String[] @default([]) @db.Bit(3)
  w String[] @default(["101"]) @db.VarBit(5)
  x String[] @default(["1.2.3.4"]) @db.Inet
  y String @default("x") @db.Char
  z String @default("1") @db.Bit`),
  },
  {
    name: "number defaults",
    text: model(
      [
        ["Int", "", ["0", "5", "-5", "007", "2147483647", "-2147483648"]],
        ["Int", "@db.SmallInt", ["5", "-5"]],
        ["Int", "@db.Oid", ["5"]],
        ["BigInt", "", ["5", "-5", "2147483648", "-2147483649", "9007199254740993", "-9223372036854775808"]],
        ["Float", "", ["1", "1.50", "-1.5", "-0.0", "-0", "12345678901234567890", "0.1234567890123456789"]],
        ["Float", "@db.Real", ["1.5", "-2", "-2.50"]],
        ["Decimal", "", ["1", "1.50", "-1.50", "-1", "12345678901234567890", "-12345678901234567890.10", "00.5", "00"]],
        ["Decimal", "@db.Decimal(10, 2)", ["1", "1.234", "-1.2"]],
        ["Decimal", "@db.Decimal", ["1.5", "-1.5", "1"]],
        ["Decimal", "@db.Money", ["1.5", "2", "-2"]],
      ]
        .flatMap(([type, native, values], row) =>
          (values as readonly string[]).map(
            (value, at) =>
              `  s${row}_${at} ${String(type)} @default(${value}) ${String(native)}\n  l${row}_${at} ${String(type)}[] @default([${value}, ${value}]) ${String(native)}\n  e${row}_${at} ${String(type)}[] @default([]) ${String(native)}`,
          ),
        )
        .join("\n"),
    ),
  },
  {
    name: "boolean, bytes, enum defaults",
    text: model(
      `  a Boolean @default(true)
  b Boolean[] @default([true, false])
  c Bytes @default("aGVsbG8=")
  d Bytes[] @default(["aGVsbG8=", ""])
  e Mood @default(FINE)
  f Mood? @default(SO_SO)
  g Mood[] @default([SO_SO, FINE])
  h Mood[] @default([])
  i plain @default(a)
  j Mood[]`,
      `enum Mood {\n  FINE @map("fine, really")\n  SO_SO @map("so \\"so\\"")\n  @@map("the mood")\n}\nenum plain {\n  a\n  b\n}\nenum Unused {\n  X\n}`,
    ),
  },
  {
    name: "JSON defaults",
    text: model(String.raw`  a Json @default("{}")
  b Json @default("[ ]")
  c Json @default("{\"bb\":1, \"a\":[1,2.50,null,true], \"b\":{\"é\":\"x\\n\\\"\", \"a\":-1}, \"a\" : [ ] }")
  d Json @default("{\"b\":1,  \"a\":2}") @db.Json
  e Json @default("\"text\"")
  f Json @default("[1e3, -0, 1.0]")
  g Json[] @default(["{}", "[1,2]"])
  h Json[] @default(["{ }"]) @db.Json
  i Json @default("\"it's \\u00e9 \\/\"")
  j Json @default("12")
  k Json @default("null")`),
  },
  {
    name: "date and time defaults",
    text: model(
      [
        ["", "2020-01-01T02:00:00.500+02:00"],
        ["", "2020-01-01T02:00:00Z"],
        ["", "2020-12-31T23:59:59.123456Z"],
        ["", "2020-12-31T23:59:59.123456789-05:30"],
      ]
        .flatMap(([, value]) =>
          ["", "@db.Timestamp(6)", "@db.Timestamptz(3)", "@db.Timestamptz", "@db.Date", "@db.Time(3)", "@db.Timetz(3)"].map((native) => [
            value,
            native,
          ]),
        )
        .map(
          ([value, native], at) =>
            `  s${at} DateTime @default("${value}") ${native}\n  l${at} DateTime[] @default(["${value}"]) ${native}\n  n${at} DateTime @default(now()) ${native}\n  e${at} DateTime[] @default([]) ${native}`,
        )
        .join("\n"),
    ),
  },
  {
    name: "dbgenerated and client defaults",
    prelude: 'create extension "uuid-ossp"; create sequence my_seq',
    text: model(`  a String @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  b String @default(dbgenerated("uuid_generate_v4()")) @db.Uuid
  c DateTime @default(dbgenerated("now() + interval '1 day'"))
  d Int @default(dbgenerated("nextval('my_seq'::regclass)"))
  e String @default(dbgenerated())
  f String @default(uuid())
  g String @default(uuid(7))
  h String @default(cuid())
  i String @default(cuid(2))
  j String @default(nanoid(10))
  k String @default(ulid())
  l DateTime @updatedAt
  m DateTime @default(now()) @updatedAt
  n String[] @default(dbgenerated("ARRAY['a']::text[]"))
  o Int? @default(dbgenerated("1 + 1"))`),
  },
  {
    name: "autoincrement",
    text: whole(`model a {
  id Int @id @default(autoincrement())
}
model B {
  id BigInt @id @default(autoincrement()) @map("the id")
  s Int @default(autoincrement()) @db.SmallInt
  n Int? @default(autoincrement())
  @@map("b b")
}
model ${long("Long", 40)} {
  ${long("column", 50)} Int @id @default(autoincrement())
  e Int @default(autoincrement())
}
model a_b {
  c Int @id @default(autoincrement())
  d_seq Int @default(autoincrement())
}
model a_b_d {
  seq Int @id @default(autoincrement())
}
`),
  },
  {
    name: "keys: field and block, mapped and named",
    text: whole(`model A {
  id Int @id(map: "a key")
  u String @unique
  v String @unique(map: "v unique") @map("the v")
  w String @unique(sort: Desc)
}
model B {
${abc}
  @@id([b, a])
  @@unique([a, c])
  @@unique([c], name: "client")
  @@index([c], name: "older word")
  @@unique(fields: [b(sort: Desc), c], map: "b_desc")
  @@map("bees")
}
model C {
${abc}
  @@id(fields: [a, b], name: "client", map: "c key")
  @@index([a])
  @@index([b, c(sort: Desc)])
  @@index(fields: [c], map: "named")
}
model D {
${abc}
  @@unique([a])
}`),
  },
  {
    name: "index types and operator classes",
    prelude: "create extension pg_trgm; create extension btree_gist",
    text: model(`  t String
  v String @db.VarChar(10)
  j Json
  l Int[]
  i String @db.Inet
  d DateTime
  g Unsupported("point")?
  @@index([t], type: Hash)
  @@index([t], type: BTree, map: "bt")
  @@index([t(ops: raw("text_pattern_ops"), sort: Desc)], map: "pattern")
  @@index([v(ops: raw("varchar_pattern_ops"))], map: "vpattern")
  @@index([t(ops: raw("text_ops"))], map: "textops")
  @@index([j], type: Gin)
  @@index([j(ops: JsonbPathOps)], type: Gin, map: "jp")
  @@index([j(ops: JsonbOps)], type: Gin, map: "jo")
  @@index([j(ops: raw("jsonb_path_ops"))], type: Gin, map: "jr")
  @@index([l(ops: ArrayOps)], type: Gin)
  @@index([t(ops: raw("gin_trgm_ops")), l], type: Gin, map: "trgm")
  @@index([t(ops: raw("gist_trgm_ops(siglen=32)"))], type: Gist, map: "siglen")
  @@index([i(ops: InetOps)], type: Gist, map: "inet_gist")
  @@index([i(ops: InetOps)], type: SpGist, map: "inet_spgist")
  @@index([i], type: SpGist, map: "inet_spgist2")
  @@index([t(ops: TextOps)], type: SpGist, map: "text_spgist")
  @@index([id(ops: Int4MinMaxMultiOps)], type: Brin, map: "brin_multi")
  @@index([id(ops: Int4MinMaxOps), d(ops: TimestampMinMaxMultiOps)], type: Brin, map: "brin_min")
  @@index([i(ops: InetInclusionOps)], type: Brin, map: "brin_inet")
  @@index([i(ops: InetMinMaxOps)], type: Brin, map: "brin_inet2")
  @@index([t(ops: TextBloomOps)], type: Brin, map: "brin_bloom")`),
  },
  {
    name: "every brin operator class",
    text: model(
      [
        ["String @db.Bit(3)", ["Bit"], ["MinMax"]],
        ["String @db.VarBit(3)", ["VarBit"], ["MinMax"]],
        ["String @db.Char(3)", ["Bpchar"], ["MinMax", "Bloom"]],
        ["Bytes", ["Bytea"], ["MinMax", "Bloom"]],
        ["DateTime @db.Date", ["Date"]],
        ["Float @db.Real", ["Float4"]],
        ["Float", ["Float8"]],
        ["Int @db.SmallInt", ["Int2"]],
        ["Int", ["Int4"]],
        ["BigInt", ["Int8"]],
        ["Decimal", ["Numeric"]],
        ["Int @db.Oid", ["Oid"]],
        ["String", ["Text"], ["MinMax", "Bloom"]],
        ["DateTime", ["Timestamp"]],
        ["DateTime @db.Timestamptz", ["TimestampTz"]],
        ["DateTime @db.Time", ["Time"]],
        ["DateTime @db.Timetz", ["TimeTz"]],
        ["String @db.Uuid", ["Uuid"]],
      ]
        .map(
          ([type, words, kinds = ["MinMax", "Bloom", "MinMaxMulti"]], at) =>
            `  f${at} ${String(type)}\n${(kinds as readonly string[]).map((kind) => `  @@index([f${at}(ops: ${String(words)}${kind}Ops)], type: Brin, map: "i${at}_${kind}")`).join("\n")}`,
        )
        .join("\n"),
    ),
  },
  {
    name: "partial indexes",
    text: model(
      `  t String? @unique(where: raw("t <> 'x'")) @map("the t")
  v String @db.VarChar(10)
  n Int
  b Boolean
  f Float
  u BigInt
  d DateTime?
  e Decimal
  @@index([n], where: raw("n > 3 and v is not null"), map: "raw")
  @@index([n], where: { b: true }, map: "bool")
  @@index([n], where: { t: null }, map: "null")
  @@index([n], where: { d: { not: null }, n: { not: 5 }, b: { not: false }, v: "it's" }, map: "many")
  @@index([n], where: { f: 1.5, u: -2, e: 3, n: 7, t: { not: "a" } }, map: "numbers")
  @@unique([n, b], where: { d: null }, map: "uniq")`.replaceAll("t <> ", '\\"the t\\" <> '),
    ),
  },
  {
    name: "foreign keys",
    text: whole(`model A {
  id Int @id
  o1 Int?
  o2 Int @map("o two")
  o3 Int?
  o4 Int?
  p Int @unique
  q Int? @unique
  u String
  c1 C? @relation("x", fields: [o1, o2], references: [id, id2], map: "my key")
  c2 C? @relation("y", fields: [o3, o4], references: [id, id2])
  c3 C? @relation("z", fields: [o3, o2], references: [id, id2], onDelete: SetDefault, onUpdate: NoAction)
  d1 D @relation("p", fields: [p], references: [id], onDelete: Cascade, onUpdate: Restrict)
  d2 D? @relation("q", fields: [q], references: [id], onDelete: NoAction, onUpdate: SetNull)
  d3 D @relation(name: "u", references: [code], fields: [u])
  parent A? @relation("tree", fields: [o1], references: [id], onDelete: Restrict, onUpdate: SetDefault)
  children A[] @relation("tree")
  @@map("as")
}
model C {
  id Int
  id2 Int
  a A[] @relation("x")
  a2 A[] @relation("y")
  a3 A[] @relation("z")
  @@id([id, id2])
}
model D {
  id Int @id
  code String @unique @map("the code")
  a1 A? @relation("p")
  a2 A? @relation("q")
  a3 A[] @relation("u")
}`),
  },
  {
    name: "many-to-many",
    text: whole(`model Post {
  id Int @id @default(autoincrement()) @map("post id")
  tags Tag[]
  fans User[] @relation("fans")
  readers User[] @relation("readers of")
  @@map("posts")
}
model Tag {
  id String @id @db.VarChar(8)
  posts Post[]
}
model User {
  id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  fanOf Post[] @relation("fans")
  reads Post[] @relation("readers of")
  following User[] @relation("follows")
  followers User[] @relation("follows")
  boss User? @relation("bosses", fields: [bossId], references: [id])
  bossId String? @db.Uuid
  staff User[] @relation("bosses")
  kinds Kind[]
}
model Kind {
  id Color
  users User[]
  @@id([id])
}
enum Color {
  RED
  BLUE
}`),
  },
  {
    name: "ignored fields and models",
    text: whole(`model A {
  id Int @id
  x Int @ignore
  cid Int @ignore
  c C @relation(fields: [cid], references: [id]) @ignore
  tags C[] @relation("tags") @ignore
}
model C {
  id Int @id
  a A[]
  tagged A[] @relation("tags")
  @@ignore
}
model NoKey {
  x Int
  y Unsupported("xml")?
  @@ignore
}
model NullableUnique {
  x Int? @unique
  @@ignore
}`),
  },
  {
    name: "views",
    text: whole(`view V {
  id Int @unique
  aid Int
  a A @relation(fields: [aid], references: [id])
}
model A {
  id Int @id
  v V[]
}`),
  },
  {
    name: "several schemas",
    text: whole(
      `model A {
  id Int @id @default(autoincrement())
  e E @default(X)
  le E[] @default([X])
  b B @relation(fields: [bid], references: [id])
  bid Color
  bs B[] @relation("m2m")
  @@schema("s one")
}
model B {
  id Color @id
  a A[]
  as A[] @relation("m2m")
  @@schema("two")
  @@map("A")
}
enum E {
  X
  @@schema("two")
  @@map("select")
}
enum Color {
  RED
  @@schema("s one")
}`,
      '  schemas = ["s one", "two", "unused"]',
    ),
  },
  {
    name: "relationMode prisma",
    text: whole(
      `model A {
  id Int @id
  bid Int
  b B @relation(fields: [bid], references: [id])
  cs B[] @relation("m2m")
  @@index([bid])
}
model B {
  id Int @id
  a A[]
  as A[] @relation("m2m")
}`,
      '  relationMode = "prisma"',
    ),
  },
  {
    name: "extensions",
    prelude: "create schema x",
    text: whole("model A {\n  id Int @id\n}", '  extensions = [pgcrypto, uuid(map: "uuid-ossp", schema: "x"), citext(schema: "public")]'),
  },
  {
    name: "names at the limit",
    text: whole(`model ${long("M", 62)} {
  id Int @id
  ${long("col", 60)} Int @unique
  a Int
  b ${long("T", 63)}[]
  @@index([a])
}
model ${long("T", 63)} {
  id Int @id
  m ${long("M", 62)}[]
  other Int
  o ${long("O", 50)} @relation("o", fields: [other], references: [id])
}
model ${long("O", 50)} {
  id Int @id
  ts ${long("T", 63)}[] @relation("o")
}`),
  },
  {
    name: "names over the limit",
    text: whole(`model ${long("Mé", 70)} {
  id Int @id
  ${long("colé", 70)} Int @unique
  s Int @default(autoincrement())
  a Int
  e ${long("E", 70)} @default(X)
  t T[]
  @@index([a])
}
model T {
  id Int @id
  ms ${long("Mé", 70)}[]
  other Int
  o ${long("Ö", 50)} @relation("o", fields: [other], references: [id])
}
model ${long("Ö", 50)} {
  id Int @id
  ts T[] @relation("o")
}
enum ${long("E", 70)} {
  X
}`),
  },
  {
    name: "names that need quotes",
    text: whole(`model select {
  id Int @id @default(autoincrement()) @map("a.b")
  user Int @map("User's \\\\ name")
  order Int @unique
  e table @default(null_)
  @@index([user])
  @@map("Order.Items")
}
enum table {
  null_ @map("null")
  @@map("Type.X")
}`),
  },
];
