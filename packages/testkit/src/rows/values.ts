/** What a made-up value must know of its type. */
export interface ValueType {
  /** As the column has it: "numeric(10,2)", "app.mood[]". */
  readonly type: string;
  /** Of `pg_type.typcategory`. */
  readonly category: string;
  /** Quoted labels of the enum, or of the enum that an array is of. Null: neither. */
  readonly labels: readonly string[] | null;
  /** The type without modifiers; of a domain the type that it is over. */
  readonly base: string;
  /** Of an array. Null: none. */
  readonly element: string | null;
  /** Of a composite type. Null or absent: it is none. */
  readonly attributes?: readonly ValueType[] | null;
}

type Make = (row: number) => readonly string[];

const days = (row: number): string => `date '2024-01-30' + ${row}`;

/** By base type: SQL of values, the one to try first and others for columns that refuse it. */
const makers: Readonly<Record<string, Make>> = {
  smallint: (row) => [String(row + 1)],
  integer: (row) => [String(row + 1), String(-row)],
  bigint: (row) => [String(row + 1), "1"],
  numeric: (row) => [`${row + 1}.25`, String(row + 1)],
  real: (row) => [`${row + 1}.5`],
  "double precision": (row) => [`${row + 1}.1`],
  money: (row) => [`'${row + 1}.10'`],
  boolean: (row) => [row % 2 === 0 ? "true" : "false"],
  text: (row) => [`'v${row} é'`, "'a'", `'${row}'`],
  "character varying": (row) => [`'v${row}'`, "'a'", `'${row}'`],
  character: (row) => [`'c${row}'`, "'a'"],
  '"char"': (row) => [`'${row}'`],
  name: (row) => [`'n${row}'`],
  citext: (row) => [`'Q${row}'`, "'a'"],
  date: (row) => [days(row)],
  "timestamp without time zone": (row) => [`${days(row)} + time '01:02:03.456789'`],
  "timestamp with time zone": (row) => [`(${days(row)} + time '01:02:03.456789') at time zone 'UTC'`],
  "time without time zone": (row) => [`time '0${row % 10}:02:03.5'`],
  "time with time zone": (row) => [`timetz '0${row % 10}:02:03.5+02'`],
  interval: (row) => [`'${row} mons ${row} days 00:0${row % 10}:00'`],
  uuid: (row) => [`md5('${row}')::uuid`],
  json: (row) => [`'{"n": ${row}, "t": "é"}'`],
  jsonb: (row) => [`'{"n": ${row}, "t": "é"}'`],
  xml: (row) => [`'<n>${row}</n>'`],
  bytea: (row) => [String.raw`'\x00${String(row % 10)}f'`],
  inet: (row) => [`'10.0.0.${row}/24'`],
  cidr: (row) => [`'10.${row}.0.0/16'`],
  macaddr: (row) => [`'08:00:2b:01:02:0${row % 10}'`],
  bit: (row) => [`b'${row % 2}'`, `b'${(row % 8).toString(2).padStart(3, "0")}'`, `b'${(row % 8).toString(2).padStart(8, "0")}'`],
  "bit varying": (row) => [`b'${(row % 8).toString(2)}'`],
  point: (row) => [`'(${row},1)'`],
  tsvector: (row) => [`'a b${row}'`],
  int4range: (row) => [`'[${row * 10},${row * 10 + 5})'`],
  int8range: (row) => [`'[${row * 10},${row * 10 + 5})'`],
  numrange: (row) => [`'[${row * 10}.5,${row * 10 + 5})'`],
  daterange: (row) => [`daterange(${days(row * 10)}, ${days(row * 10 + 5)})`],
  tsrange: (row) => [`tsrange(${days(row * 10)}, ${days(row * 10 + 5)})`],
  tstzrange: (row) => [`'[2024-01-${10 + row} 00:00+00,2024-01-${10 + row} 12:00+00)'`],
};

const sensible = (text: string): string => text.replace(/^.*\.(?:citext)$/u, "citext");

/** SQL expressions for a column of this type, best first. None is known for the type: only NULL. */
export function candidatesOf(type: ValueType, row: number): readonly string[] {
  if (type.category === "A") return arraysOf(type, row);
  if (type.attributes !== null && type.attributes !== undefined) {
    const values = type.attributes.map((attribute) => candidatesOf(attribute, row)[0] ?? "null");
    return cast([`row(${values.join(", ")})`], type.type);
  }
  if (type.labels !== null) return cast([type.labels[row % type.labels.length] ?? "null", type.labels[0] ?? "null"], type.type);
  return cast(makers[sensible(type.base)]?.(row) ?? (type.category === "R" ? ["'(,)'", "'empty'"] : ["null"]), type.type);
}

function arraysOf({ type, labels, element }: ValueType, row: number): readonly string[] {
  const values = labels ?? makers[sensible(element ?? "")]?.(row) ?? [];
  const at = labels === null ? 0 : row % labels.length;
  return [...values.slice(at), ...values.slice(0, at)].map((value) => `array[${value}, null]::${type}`).concat("'{}'");
}

const cast = (values: readonly string[], type: string): readonly string[] => values.map((value) => `(${value})::${type}`);
