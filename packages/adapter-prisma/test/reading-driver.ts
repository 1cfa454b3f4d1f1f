import type { Client } from "pg";

/** Numbers by which the engine knows types, by the OID of PostgreSQL's. */
const columnTypes: ReadonlyMap<number, number> = new Map([
  [16, 5],
  [18, 6],
  [19, 7],
  [20, 1],
  [21, 0],
  [23, 0],
  [25, 7],
  [26, 1],
  [1043, 7], // boolean, "char", name, bigint, smallint, integer, text, oid, varchar
  [1184, 10], // timestamp with time zone
  [1000, 69],
  [1002, 70],
  [1003, 71],
  [1005, 64],
  [1007, 64],
  [1009, 71],
  [1016, 65],
  [1028, 65], // and arrays of them
]);

/** Empty, it is the character NUL. */
const character = 6;
const text = 7;

const answer = (value?: unknown): object => ({ ok: true, value });

interface Query {
  readonly sql: string;
  readonly args: readonly unknown[];
}

/**
 * A driver adapter for Prisma's engine on a connection, without transactions. The one of Prisma's knows no `"char"`, which the catalog is
 * full of.
 */
export function readingDriver(client: Client): object {
  const connect = async (): Promise<object> =>
    answer({
      provider: "postgres",
      adapterName: "reading",
      queryRaw: async ({ sql, args }: Query) => {
        const { fields, rows } = await client.query<unknown[]>({ text: sql, values: [...args], rowMode: "array" });
        const types = fields.map(({ dataTypeID }) => columnTypes.get(dataTypeID) ?? text);
        return answer({
          columnNames: fields.map(({ name }) => name),
          columnTypes: types,
          rows: rows.map((row) =>
            row.map((value, at) => (value === "" && types[at] === character ? "\0" : value instanceof Date ? value.toISOString() : value)),
          ),
        });
      },
      executeRaw: async ({ sql, args }: Query) => answer((await client.query(sql, [...args])).rowCount ?? 0),
      executeScript: async (script: string) => answer(void (await client.query(script))),
      startTransaction: async () => answer(),
      dispose: async () => answer(),
      getConnectionInfo: () => answer({ schemaName: "public", supportsRelationJoins: true }),
    });
  return { provider: "postgres", adapterName: "reading", connect, connectToShadowDb: connect };
}
