import { ParticipantStatus, SummaryPeriod, type AttendanceStatus, type Event, type Prisma } from "../generated/prisma/client.ts";

type Counts = Readonly<Record<AttendanceStatus, number>>;

const quarterOfAnHour = 15 * 60 * 1000;
const maxArrivalSlots = 96; // a day

/** Counts an event's attendance anew. */
export async function updateStatistics(transaction: Prisma.TransactionClient, event: Event): Promise<void> {
  const eventId = event.id;
  const logs = await transaction.attendanceLog.findMany({ where: { eventId }, select: { status: true, checkedInAt: true } });
  const registered = await transaction.eventParticipant.count({ where: { eventId, status: ParticipantStatus.GOING } });
  const counts = countByStatus(logs);
  const came = counts.PRESENT + counts.LATE;
  const statistics = {
    registered,
    present: counts.PRESENT,
    late: counts.LATE,
    excused: counts.EXCUSED,
    absent: counts.ABSENT,
    turnout: registered === 0 ? 0 : came / registered,
    arrivals: arrivalsOf(
      logs.map((log) => log.checkedInAt),
      event.startsAt,
    ),
    computedAt: new Date(),
  };
  await transaction.attendanceStatistics.upsert({ where: { eventId }, create: { eventId, ...statistics }, update: statistics });
}

/** Counts a person's week, month and year around a moment anew. */
export async function updateSummaries(transaction: Prisma.TransactionClient, userId: string, at: Date): Promise<void> {
  for (const period of Object.values(SummaryPeriod)) {
    const { start, end } = boundsOf(period, at);
    const logs = await transaction.attendanceLog.findMany({
      where: { userId, checkedInAt: { gte: start, lt: end } },
      select: { status: true },
    });
    const counts = countByStatus(logs);
    const came = counts.PRESENT + counts.LATE;
    const rate = logs.length === 0 ? 0 : Math.round((10_000 * came) / logs.length) / 100;
    const summary = {
      attended: counts.PRESENT,
      late: counts.LATE,
      excused: counts.EXCUSED,
      missed: counts.ABSENT,
      rate,
      computedAt: new Date(),
    };
    const key = { userId, period, periodStart: start };
    await transaction.attendanceSummary.upsert({
      where: { userId_period_periodStart: key },
      create: { ...key, ...summary },
      update: summary,
    });
  }
}

function countByStatus(logs: readonly { readonly status: AttendanceStatus }[]): Counts {
  const counted = (status: AttendanceStatus): number => logs.filter((log) => log.status === status).length;
  return { PRESENT: counted("PRESENT"), LATE: counted("LATE"), EXCUSED: counted("EXCUSED"), ABSENT: counted("ABSENT") };
}

/** Check-ins a quarter of an hour; the early ones count for the first. */
function arrivalsOf(times: readonly Date[], startsAt: Date): number[] {
  const slots = times.map((time) => Math.max(0, Math.floor((time.getTime() - startsAt.getTime()) / quarterOfAnHour)));
  const last = Math.min(maxArrivalSlots - 1, Math.max(-1, ...slots));
  return Array.from({ length: last + 1 }, (_, slot) => slots.filter((each) => Math.min(each, maxArrivalSlots - 1) === slot).length);
}

interface Bounds {
  readonly start: Date;
  readonly end: Date;
}

const between = (start: number, end: number): Bounds => ({ start: new Date(start), end: new Date(end) });

/** The week (from Monday), month or year of a moment, in UTC. */
export function boundsOf(period: SummaryPeriod, at: Date): Bounds {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const monday = day - ((at.getUTCDay() + 6) % 7);
  const bounds = {
    WEEK: () => between(Date.UTC(year, month, monday), Date.UTC(year, month, monday + 7)),
    MONTH: () => between(Date.UTC(year, month), Date.UTC(year, month + 1)),
    YEAR: () => between(Date.UTC(year, 0), Date.UTC(year + 1, 0)),
  };
  return bounds[period]();
}
