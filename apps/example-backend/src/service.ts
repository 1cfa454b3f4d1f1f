import type { Server } from "node:http";
import type { PrismaClient } from "../generated/prisma/client.ts";
import { createService } from "./http/server.ts";
import { attendanceRoutes } from "./routes/attendance.ts";
import { eventRoutes } from "./routes/events.ts";
import { goalRoutes } from "./routes/goals.ts";
import { healthRoutes } from "./routes/health.ts";
import { notificationRoutes } from "./routes/notifications.ts";
import { userRoutes } from "./routes/users.ts";

/** Everything that the service answers. */
export const routes = [...healthRoutes, ...userRoutes, ...goalRoutes, ...eventRoutes, ...attendanceRoutes, ...notificationRoutes];

export const createCommunityService = (prisma: PrismaClient, report: (error: unknown) => void): Server =>
  createService({ prisma, routes, report });
