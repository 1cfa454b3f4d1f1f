import { UserStatus } from "../../generated/prisma/client.ts";
import { optional, readInput, required } from "../http/input.ts";
import { date, integer, listOf, oneOf, text, uuid } from "../http/parsers.ts";
import { notFound } from "../http/problem.ts";
import { created, ok, type Route } from "../http/route.ts";
import { uuidInPath } from "./path-ids.ts";

const newUser = {
  handle: required(text({ max: 30, pattern: /^[a-z0-9_]{3,30}$/, expected: "3 to 30 of a-z, 0-9 and _" })),
  email: required(text({ max: 320, pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, expected: "an e-mail address" })),
  displayName: required(text({ max: 80 })),
  timeZone: optional(text({ max: 64 })),
  invitedById: optional(uuid),
  bio: optional(text({ max: 4000 })),
  birthDate: optional(date),
  interests: optional(listOf(text({ max: 40 }), { max: 20 })),
};

const createUser: Route = {
  method: "POST",
  path: "/users",
  handle: async ({ prisma, body }) => {
    const { bio, birthDate, interests, ...account } = readInput(body, newUser);
    const details = {
      ...(bio === undefined ? {} : { bio }),
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(interests === undefined ? {} : { interests }),
    };
    const { invitedById, ...own } = account;
    const inviter = invitedById === undefined ? {} : { invitedBy: { connect: { id: invitedById } } };
    return created(await prisma.user.create({ data: { ...own, ...inviter, metadata: { create: details } }, include: { metadata: true } }));
  },
};

const listUsers: Route = {
  method: "GET",
  path: "/users",
  handle: async ({ prisma, query }) => {
    const {
      status = UserStatus.ACTIVE,
      limit = 50,
      after,
    } = readInput(query, {
      status: optional(oneOf(UserStatus)),
      limit: optional(integer({ min: 1, max: 200 })),
      after: optional(uuid),
    });
    const users = await prisma.user.findMany({
      where: { status },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      take: limit,
      ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
    });
    return ok({ users });
  },
};

const getUser: Route = {
  method: "GET",
  path: "/users/:id",
  handle: async (input) => {
    const user = await input.prisma.user.findUnique({
      where: { id: uuidInPath(input, "user") },
      include: {
        metadata: true,
        visions: true,
        socialLinks: { orderBy: { position: "asc" } },
        titles: { orderBy: { awardedAt: "desc" } },
        _count: { select: { goals: true, participations: true, rivals: true } },
      },
    });
    if (user === null) throw notFound("user");
    return ok(user);
  },
};

export const userRoutes: readonly Route[] = [createUser, listUsers, getUser];
