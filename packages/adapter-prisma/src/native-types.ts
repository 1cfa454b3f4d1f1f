/** The type of a column for each scalar of Prisma without a native type. */
export const scalarTypes: Readonly<Record<string, string>> = {
  String: "text",
  Boolean: "boolean",
  Int: "integer",
  BigInt: "bigint",
  Float: "double precision",
  Decimal: "numeric(65,30)",
  DateTime: "timestamp(3) without time zone",
  Json: "jsonb",
  Bytes: "bytea",
};

/** What `@db.X` or `@db.X(arguments)` means, spelt as PostgreSQL prints it. */
type NativeType = (args: string) => string;

const plain =
  (type: string): NativeType =>
  () =>
    type;
const sized =
  (type: string): NativeType =>
  (args) =>
    args === "" ? type : `${type}(${args})`;
/** Without a length PostgreSQL takes 1. */
const oneByDefault =
  (type: string): NativeType =>
  (args) =>
    `${type}(${args === "" ? "1" : args})`;
const timed =
  (type: string, zone: string): NativeType =>
  (args) =>
    `${sized(type)(args)} ${zone} time zone`;

/** Prisma's native types (`@db.*`) for PostgreSQL. */
export const nativeTypes: Readonly<Record<string, NativeType>> = {
  SmallInt: plain("smallint"),
  Integer: plain("integer"),
  BigInt: plain("bigint"),
  Decimal: sized("numeric"),
  Money: plain("money"),
  Inet: plain("inet"),
  Oid: plain("oid"),
  Citext: plain("citext"),
  Real: plain("real"),
  DoublePrecision: plain("double precision"),
  VarChar: sized("character varying"),
  Char: oneByDefault("character"),
  Text: plain("text"),
  ByteA: plain("bytea"),
  Timestamp: timed("timestamp", "without"),
  Timestamptz: timed("timestamp", "with"),
  Date: plain("date"),
  Time: timed("time", "without"),
  Timetz: timed("time", "with"),
  Boolean: plain("boolean"),
  Bit: oneByDefault("bit"),
  VarBit: sized("bit varying"),
  Uuid: plain("uuid"),
  Xml: plain("xml"),
  Json: plain("json"),
  JsonB: plain("jsonb"),
};
