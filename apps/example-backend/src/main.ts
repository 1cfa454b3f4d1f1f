import type { AddressInfo } from "node:net";
import { ensureCommunityAccount, openDatabase } from "./database.ts";
import { createCommunityService } from "./service.ts";

async function main(): Promise<void> {
  const url = process.env["DATABASE_URL"];
  if (url === undefined || url === "") throw new Error("DATABASE_URL is not set. `make dev` starts a database and sets it.");
  if (url.startsWith("pglite:")) throw new Error("The service needs a PostgreSQL server, not PGlite. Set DATABASE_URL to one.");
  const { prisma, close } = openDatabase(url);
  await ensureCommunityAccount(prisma).catch(async (error: unknown) => {
    await close();
    throw new Error("The database is not ready. Run `make db-upgrade` first.", { cause: error });
  });

  const service = createCommunityService(prisma, (error) => console.error(error));
  service.listen(Number(process.env["PORT"] ?? 3000), process.env["HOST"] ?? "127.0.0.1", () => {
    const { address, port } = service.address() as AddressInfo; // it listens on TCP
    console.log(`listening on http://${address}:${port}`);
  });
  const stop = (): void => {
    service.close(() => void close());
    service.closeIdleConnections();
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

main().catch((error: unknown) => {
  const { message, cause } = error as Error & { readonly cause?: Error }; // nothing here throws anything else
  console.error(message);
  if (cause !== undefined) console.error(cause.message.trim().split("\n").at(-1)); // Prisma puts the reason last
  process.exitCode = 1;
});
