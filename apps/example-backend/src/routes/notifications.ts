import { optional, readInput } from "../http/input.ts";
import { flag, integer } from "../http/parsers.ts";
import { notFound } from "../http/problem.ts";
import { ok, type Route } from "../http/route.ts";
import { bigintInPath, uuidInPath } from "./path-ids.ts";

const listNotifications: Route = {
  method: "GET",
  path: "/users/:id/notifications",
  handle: async (input) => {
    const recipientId = uuidInPath(input, "user");
    const { unread = false, limit = 50 } = readInput(input.query, {
      unread: optional(flag),
      limit: optional(integer({ min: 1, max: 200 })),
    });
    const where = unread ? { recipientId, readAt: null } : { recipientId };
    const notifications = await input.prisma.notification.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
    });
    return ok({ notifications });
  },
};

const readNotification: Route = {
  method: "POST",
  path: "/notifications/:id/read",
  handle: async (input) => {
    const id = bigintInPath(input, "notification");
    await input.prisma.notification.updateMany({ where: { id, readAt: null }, data: { readAt: new Date() } });
    const notification = await input.prisma.notification.findUnique({ where: { id } });
    if (notification === null) throw notFound("notification");
    return ok(notification);
  },
};

export const notificationRoutes: readonly Route[] = [listNotifications, readNotification];
