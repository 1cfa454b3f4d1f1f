import { createHash } from "node:crypto";
import pg from "pg";

/** Runs one statement on an open connection, with values for $1, $2, ... */
export type Query = (text: string, values?: unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;

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

/**
 * Opens a connection, hands it over, and closes it whatever happened. Within `keepingConnection` it hands over the kept one, as good as
 * new.
 */
export async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const shelf = kept.get(url);
  const client = shelf?.pop() ?? (await open(url));
  let isGood = false;
  try {
    const result = await use(client);
    if (shelf !== undefined) {
      await client.query("rollback");
      await client.query(asNew);
      isGood = true;
    }
    return result;
  } finally {
    if (isGood && shelf?.length === 0) shelf.push(client);
    else await client.end();
  }
}

/** What `discard all` does, but prepared statements stay with their plans. */
const asNew = `set session authorization default; reset all; close all; unlisten *; select pg_advisory_unlock_all();
  discard temp; discard sequences`;

/** A query that is planned once on a connection that is kept. */
export const prepared = (text: string): { readonly name: string; readonly text: string } => ({
  name: createHash("md5").update(text).digest("hex"),
  text,
});

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // the server may be stopped under an idle connection; a query in flight rejects by itself
  await client.connect();
  return client;
}

/** For databases whose connection is kept: that connection, while nobody uses it. */
const kept = new Map<string, pg.Client[]>();

/**
 * Keeps a connection to a database for all that uses it one after the other. To begin one and to read the catalog for the first time costs
 * a server several times as much as what most tests ask of it.
 */
export async function keepingConnection<Result>(url: string, use: () => Promise<Result>): Promise<Result> {
  const close = keepConnection(url);
  try {
    return await use();
  } finally {
    await close();
  }
}

/** The same until `close`, which it gives. */
export function keepConnection(url: string): () => Promise<void> {
  const shelf: pg.Client[] = [];
  kept.set(url, shelf);
  return async () => {
    kept.delete(url);
    await Promise.all(shelf.map((client) => client.end()));
  };
}

/** A connection of this process to a server, for what is asked of no database of its own. It does not keep the process from ending. */
export async function askServer<Row extends object = Record<string, unknown>>(
  url: string,
  text: string,
  params: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = await (servers.get(url) ?? connectToServer(url));
  const { rows } = await client.query(text, params.length === 0 ? undefined : [...params]);
  return rows as Row[]; // the caller knows its query
}

const servers = new Map<string, Promise<pg.Client>>();

function connectToServer(url: string): Promise<pg.Client> {
  const opening = open(url).then((client) => {
    client.once("end", () => servers.delete(url));
    (client as pg.Client & { readonly unref: () => void }).unref(); // its types do not know it
    return client;
  });
  servers.set(url, opening);
  opening.catch(() => servers.delete(url));
  return opening;
}
