import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { testDatabase } from "@migts/test";
import type { PrismaClient } from "../generated/prisma/client.ts";
import { ensureCommunityAccount, openDatabase } from "../src/database.ts";
import { createCommunityService } from "../src/service.ts";
import { appFolder } from "./app-folder.ts";

export interface Answer {
  readonly status: number;
  /** Tests name the fields that they expect. */
  readonly body: Record<string, unknown>;
}

const idOf = ({ body }: Answer): string => String(body["id"]);

/** The service on a database of its own, made by the application's revisions. */
export interface ServiceUnderTest {
  readonly prisma: PrismaClient;
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body?: unknown) => Promise<Answer>;
  readonly send: (method: string, path: string, body?: string) => Promise<Answer>;
  readonly newUser: (handle: string) => Promise<string>;
  readonly newEvent: (slug: string, fields: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly stop: () => Promise<void>;
}

export async function startService(serverUrl: string): Promise<ServiceUnderTest> {
  const database = await testDatabase({ cwd: appFolder, url: serverUrl });
  const { prisma, close } = openDatabase(database.url);
  await ensureCommunityAccount(prisma);
  const unexpected: unknown[] = [];
  const server = createCommunityService(prisma, (error) => unexpected.push(error));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo; // it listens on TCP

  const send = async (method: string, path: string, body?: string): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body === undefined ? {} : { body }) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const post = (path: string, body?: unknown): Promise<Answer> => send("POST", path, JSON.stringify(body));
  return {
    prisma,
    send,
    post,
    get: (path) => send("GET", path),
    newUser: async (handle) => idOf(await post("/users", { handle, email: `${handle}@example.com`, displayName: handle })),
    newEvent: async (slug, fields) =>
      idOf(await post("/events", { slug, title: slug, startsAt: "2026-05-04T18:00:00Z", endsAt: "2026-05-04T20:00:00Z", ...fields })),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await close();
      await database.close();
      if (unexpected.length > 0) throw new AggregateError(unexpected, "The service reported errors of its own.");
    },
  };
}
