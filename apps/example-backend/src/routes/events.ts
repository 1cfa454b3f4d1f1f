import { EventKind, ParticipantStatus, type Event, type Prisma } from "../../generated/prisma/client.ts";
import { optional, readInput, required } from "../http/input.ts";
import { decimal, instant, integer, listOf, oneOf, text, uuid } from "../http/parsers.ts";
import { conflict, invalidInput, notFound } from "../http/problem.ts";
import { created, ok, type Route } from "../http/route.ts";
import { lockEvent } from "../lock-event.ts";
import { notify } from "../notify.ts";
import { uuidInPath } from "./path-ids.ts";

const createEvent: Route = {
  method: "POST",
  path: "/events",
  handle: async ({ prisma, body }) => {
    const data = readInput(body, {
      slug: required(text({ max: 80, pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, expected: "words of a-z and 0-9, joined by -" })),
      hostId: required(uuid),
      title: required(text({ max: 160 })),
      kind: optional(oneOf(EventKind)),
      description: optional(text({ max: 10_000 })),
      venue: optional(text({ max: 200 })),
      startsAt: required(instant),
      endsAt: required(instant),
      capacity: optional(integer({ min: 1, max: 100_000 })),
      fee: optional(decimal({ digits: 8, scale: 2 })),
      currency: optional(text({ max: 3, pattern: /^[A-Z]{3}$/, expected: "a currency such as EUR" })),
      reminderMinutes: optional(listOf(integer({ min: 1, max: 43_200 }), { max: 5 })),
    });
    if (data.endsAt <= data.startsAt) throw invalidInput([{ field: "endsAt", message: "is not after startsAt" }]);
    return created(await prisma.event.create({ data }));
  },
};

const listEvents: Route = {
  method: "GET",
  path: "/events",
  handle: async ({ prisma, query }) => {
    const {
      from,
      kind,
      limit = 50,
    } = readInput(query, {
      from: optional(instant),
      kind: optional(oneOf(EventKind)),
      limit: optional(integer({ min: 1, max: 200 })),
    });
    const where = { ...(from === undefined ? {} : { startsAt: { gte: from } }), ...(kind === undefined ? {} : { kind }) };
    return ok({ events: await prisma.event.findMany({ where, orderBy: [{ startsAt: "desc" }, { id: "asc" }], take: limit }) });
  },
};

const getEvent: Route = {
  method: "GET",
  path: "/events/:id",
  handle: async (input) => {
    const event = await input.prisma.event.findUnique({
      where: { id: uuidInPath(input, "event") },
      include: { participants: { orderBy: { joinedAt: "asc" } }, statistics: true },
    });
    if (event === null) throw notFound("event");
    return ok(event);
  },
};

/** Joins an event, or its waiting list when it is full. */
const joinEvent: Route = {
  method: "POST",
  path: "/events/:id/participants",
  handle: async (input) => {
    const eventId = uuidInPath(input, "event");
    const { companions = 0, ...who } = readInput(input.body, {
      userId: required(uuid),
      companions: optional(integer({ min: 0, max: 10 })),
      invitedById: optional(uuid),
    });
    return input.prisma.$transaction(async (transaction) => {
      const event = await lockEvent(transaction, eventId); // two who take the last place do not both get it
      if (event.cancelledAt !== null) throw conflict("event_cancelled", "The event was cancelled.");
      const fits = await hasRoom(transaction, event, 1 + companions);
      const status = fits ? ParticipantStatus.GOING : ParticipantStatus.WAITLISTED;
      const participant = await transaction.eventParticipant.create({ data: { eventId, ...who, companions, status } });
      const news = { recipientId: event.hostId, actorId: who.userId, eventId, kind: "EVENT_JOINED" } as const;
      await notify(transaction, { ...news, title: `Somebody joined: ${event.title}`, payload: { status, companions } });
      return created(participant);
    });
  },
};

async function hasRoom(transaction: Prisma.TransactionClient, event: Event, places: number): Promise<boolean> {
  if (event.capacity === null) return true;
  const { _count, _sum } = await transaction.eventParticipant.aggregate({
    where: { eventId: event.id, status: ParticipantStatus.GOING },
    _count: true,
    _sum: { companions: true },
  });
  return _count + (_sum.companions ?? 0) + places <= event.capacity;
}

export const eventRoutes: readonly Route[] = [createEvent, listEvents, getEvent, joinEvent];
