import pg from "pg";

/** Runs one query on a connection of its own and gives its rows. */
export async function queryRows<Row extends object = Record<string, unknown>>(
  url: string,
  text: string,
  params?: readonly unknown[],
): Promise<readonly Row[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query(text, params === undefined ? undefined : [...params]);
    return rows as Row[]; // the caller knows its query
  });
}

/** Opens a connection, hands it over, and closes it whatever happened. */
export async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // the server may be stopped under an idle connection; a query in flight rejects by itself
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
