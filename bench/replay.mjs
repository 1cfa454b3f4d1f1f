// What mig sends for pending revisions, from the making of its tables on, by a bare loop: one message after the other, nothing done beside.
import { readFileSync } from "node:fs";
import pg from "pg";

const messages = JSON.parse(readFileSync(process.argv[2], "utf8"));
const first = messages.findIndex((message) => message.includes("create table public.mig_log"));
if (first === -1) throw new Error("The messages have no log table.");
const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
for (const message of messages.slice(first)) await client.query(message);
await client.end();
