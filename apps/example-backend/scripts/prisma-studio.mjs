// `prisma studio` on the database that `make` works on.
import { prisma } from "./prisma.mjs";
import { runWithDatabase } from "./with-database.mjs";

const [program, args] = prisma("studio", ...process.argv.slice(2));
process.exitCode = await runWithDatabase(program, args);
