import { AttendanceStatus, SummaryPeriod } from "../../generated/prisma/client.ts";
import { updateStatistics, updateSummaries } from "../attendance-counts.ts";
import { optional, readInput, required } from "../http/input.ts";
import { instant, integer, oneOf, text, uuid } from "../http/parsers.ts";
import { conflict, notFound } from "../http/problem.ts";
import { created, ok, type Route } from "../http/route.ts";
import { lockEvent } from "../lock-event.ts";
import { notify } from "../notify.ts";
import { uuidInPath } from "./path-ids.ts";

const recordAttendance: Route = {
  method: "POST",
  path: "/events/:id/attendance",
  handle: async (input) => {
    const eventId = uuidInPath(input, "event");
    const { checkedInAt = new Date(), ...data } = readInput(input.body, {
      userId: required(uuid),
      status: optional(oneOf(AttendanceStatus)),
      sessionNo: optional(integer({ min: 1, max: 1000 })),
      checkedInAt: optional(instant),
      note: optional(text({ max: 500 })),
      recordedById: optional(uuid),
    });
    return input.prisma.$transaction(async (transaction) => {
      const event = await lockEvent(transaction, eventId);
      const participant = { eventId, userId: data.userId };
      const registered = await transaction.eventParticipant.findUnique({ where: { eventId_userId: participant } });
      if (registered === null) throw conflict("not_a_participant", "Only those who joined the event can attend it.");
      const log = await transaction.attendanceLog.create({ data: { eventId, checkedInAt, ...data } });
      await updateStatistics(transaction, event);
      await updateSummaries(transaction, data.userId, checkedInAt);
      const news = { recipientId: data.userId, eventId, kind: "ATTENDANCE_RECORDED" } as const;
      await notify(transaction, { ...news, title: event.title, payload: { status: log.status } });
      return created(log);
    });
  },
};

const listAttendance: Route = {
  method: "GET",
  path: "/events/:id/attendance",
  handle: async (input) => {
    const eventId = uuidInPath(input, "event");
    const event = await input.prisma.event.findUnique({ where: { id: eventId }, include: { statistics: true } });
    if (event === null) throw notFound("event");
    const logs = await input.prisma.attendanceLog.findMany({ where: { eventId }, orderBy: [{ checkedInAt: "asc" }, { id: "asc" }] });
    return ok({ logs, statistics: event.statistics });
  },
};

const listSummaries: Route = {
  method: "GET",
  path: "/users/:id/attendance",
  handle: async (input) => {
    const userId = uuidInPath(input, "user");
    const where = readInput(input.query, { period: optional(oneOf(SummaryPeriod)) });
    const orderBy = [{ period: "asc" }, { periodStart: "desc" }] as const;
    return ok({ summaries: await input.prisma.attendanceSummary.findMany({ where: { userId, ...where }, orderBy: [...orderBy] }) });
  },
};

export const attendanceRoutes: readonly Route[] = [recordAttendance, listAttendance, listSummaries];
