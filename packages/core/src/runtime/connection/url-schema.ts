import { parseDatabaseUrl } from "./database-url.ts";

/** The schema that a URL of Prisma's names: where its models are that name none. */
export function schemaOfUrl(url: string): string | undefined {
  const address = parseDatabaseUrl(url);
  return address.driver === "pg" ? address.settings.get("schema") : undefined;
}
