// The floor of a command that asks the database one thing: a bare process that connects and runs one query.
import pg from "pg";

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query("select 1");
await client.end();
