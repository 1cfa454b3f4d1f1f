import type { Event, Prisma } from "../generated/prisma/client.ts";
import { notFound } from "./http/problem.ts";

/** Locks an event's row until the transaction ends: what is counted in it cannot change in between. */
export async function lockEvent(transaction: Prisma.TransactionClient, eventId: string): Promise<Event> {
  await transaction.$queryRaw`select 1 from events where id = ${eventId}::uuid for update`;
  const event = await transaction.event.findUnique({ where: { id: eventId } });
  if (event === null) throw notFound("event");
  return event;
}
