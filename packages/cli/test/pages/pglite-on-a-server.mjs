// Stands for PGlite in the pages, unless MIG_TEST_PGLITE=1: PGlite takes seconds to start, once for each command. The same calls, on the
// server of DATABASE_URL in .env.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// The modules of the project that installed it
const pg = createRequire(`${process.cwd()}/package.json`)("pg");

export const PGlite = {
  async create() {
    const connectionString = /^DATABASE_URL="(.*)"$/m.exec(readFileSync(".env", "utf8"))?.[1];
    const client = new pg.Client({ connectionString });
    await client.connect();
    const getTypeParser = (oid, format) => (oid === 20 ? Number : pg.types.getTypeParser(oid, format));
    return { query: (text, values) => client.query({ text, values, types: { getTypeParser } }), close: () => client.end() };
  },
};
