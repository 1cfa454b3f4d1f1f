import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { communityAccountId } from "../src/database.ts";
import { startService, type Answer, type ServiceUnderTest } from "./service-under-test.ts";

const unknownId = "11111111-1111-4111-8111-111111111111";

describe.each(inject("servers"))("the service on PostgreSQL $major", ({ major, url }) => {
  let service: ServiceUnderTest;
  let ada: string;
  let grace: string;
  beforeAll(async () => {
    service = await startService(url);
    ada = await service.newUser("ada");
    grace = await service.newUser("grace");
  });
  afterAll(() => service.stop());

  test("says that it is well", async () => {
    expect(await service.get("/health")).toEqual({ status: 200, body: { status: "ok" } });
  });

  describe("users", () => {
    test("are created with their details, listed and shown", async () => {
      const newcomer = {
        handle: "edsger",
        email: "edsger@example.com",
        displayName: "Edsger",
        timeZone: "Europe/Amsterdam",
        invitedById: ada,
        bio: "It's simple.",
        birthDate: "1930-05-11",
        interests: ["walking", "piano"],
      };
      const { status, body } = await service.post("/users", newcomer);
      expect(status).toBe(201);
      const shown = await service.get(`/users/${String(body["id"])}`);
      expect(shown).toMatchObject({
        status: 200,
        body: {
          handle: "edsger",
          status: "ACTIVE",
          invitedById: ada,
          metadata: {
            bio: "It's simple.",
            birthDate: "1930-05-11T00:00:00.000Z",
            interests: ["walking", "piano"],
            preferences: {},
            locale: "en-GB",
          },
          _count: { goals: 0, participations: 0, rivals: 0 },
        },
      });
      const listed = await service.get("/users?limit=1");
      expect(listed.body["users"]).toMatchObject([{ handle: "edsger" }]);
      const next = await service.get(`/users?limit=1&after=${String(body["id"])}`);
      expect(next.body["users"]).toMatchObject([{ handle: "grace" }]);
    });

    test.each([
      { field: "handle", body: { handle: "ada", email: "other@example.com", displayName: "A" } },
      { field: "email", body: { handle: "other", email: "ada@example.com", displayName: "A" } },
    ])("cannot share a $field", async ({ field, body }) => {
      expect(problem(await service.post("/users", body))).toEqual({ status: 409, code: "already_exists", fields: [field] });
    });
  });

  describe("goals", () => {
    test("make progress until they are reached, which earns a title and is told once", async () => {
      const goal = await service.post("/goals", {
        ownerId: ada,
        title: "Run 100 km",
        targetValue: "100.00",
        unit: "km",
        tags: ["sport"],
        dueOn: "2026-12-31",
      });
      expect(goal).toMatchObject({ status: 201, body: { status: "ACTIVE", currentValue: "0", targetValue: "100" } });
      const path = `/goals/${String(goal.body["id"])}`;
      const part = await service.post("/goals", { ownerId: ada, title: "Run the first 10", parentId: goal.body["id"] });
      expect(await service.send("PATCH", path, '{"currentValue": 99.99}')).toMatchObject({
        status: 200,
        body: { status: "ACTIVE", currentValue: "99.99" },
      });
      expect(await service.send("PATCH", path, '{"currentValue": "100.00"}')).toMatchObject({ status: 200, body: { status: "COMPLETED" } });
      expect(problem(await service.send("PATCH", path, '{"currentValue": 1}'))).toMatchObject({ status: 409, code: "goal_not_active" });

      expect((await service.get(path)).body["parts"]).toMatchObject([{ id: part.body["id"] }]);
      expect((await service.get(`/goals?ownerId=${ada}&tag=sport`)).body["goals"]).toMatchObject([{ id: goal.body["id"] }]);
      expect((await service.get(`/goals?ownerId=${ada}&status=ACTIVE`)).body["goals"]).toMatchObject([{ id: part.body["id"] }]);
      expect((await service.get(`/users/${ada}`)).body["titles"]).toMatchObject([
        { title: "Reached: Run 100 km", points: 10, rarity: "1" },
      ]);
      const { body } = await service.get(`/users/${ada}/notifications?unread=true`);
      expect(body["notifications"]).toMatchObject([{ kind: "TITLE_AWARDED" }, { kind: "GOAL_COMPLETED", channels: ["IN_APP"] }]);
    });
  });

  describe("events", () => {
    test("are created with the server's defaults, found and shown", async () => {
      const id = await service.newEvent("spring-run", { hostId: ada, kind: "CHALLENGE", fee: "5.50" });
      expect(await service.get(`/events/${id}`)).toMatchObject({
        status: 200,
        body: {
          slug: "spring-run",
          fee: "5.5",
          currency: "EUR",
          reminderMinutes: [1440, 60],
          details: {},
          participants: [],
          statistics: null,
        },
      });
      expect((await service.get("/events?kind=CHALLENGE&from=2026-01-01T00:00:00Z")).body["events"]).toMatchObject([{ id }]);
      expect((await service.get("/events?from=2027-01-01T00:00:00Z")).body["events"]).toEqual([]);
    });

    test("put those on the waiting list for whom there is no room", async () => {
      const id = await service.newEvent("small-room", { hostId: ada, capacity: 2 });
      const join = (userId: string, companions: number): Promise<Answer> =>
        service.post(`/events/${id}/participants`, { userId, companions });
      expect(await join(grace, 1)).toMatchObject({ status: 201, body: { status: "GOING", role: "GUEST" } });
      expect(await join(ada, 0)).toMatchObject({ status: 201, body: { status: "WAITLISTED" } });
      expect(problem(await join(grace, 0))).toEqual({ status: 409, code: "already_exists", fields: ["userId"] });
      const { body } = await service.get(`/users/${ada}/notifications?limit=1`);
      expect(body["notifications"]).toMatchObject([{ kind: "EVENT_JOINED", actorId: ada, eventId: id, payload: { status: "WAITLISTED" } }]);
    });

    test("give the last place to one of two who want it at once", async () => {
      const id = await service.newEvent("last-place", { hostId: ada, capacity: 1 });
      const answers = await Promise.all([ada, grace].map((userId) => service.post(`/events/${id}/participants`, { userId })));
      expect(answers.map(({ body }) => String(body["status"])).toSorted()).toEqual(["GOING", "WAITLISTED"]);
    });

    test("that are cancelled take nobody", async () => {
      const id = await service.newEvent("called-off", { hostId: ada });
      await service.prisma.event.update({ where: { id }, data: { cancelledAt: new Date() } });
      expect(problem(await service.post(`/events/${id}/participants`, { userId: ada }))).toMatchObject({
        status: 409,
        code: "event_cancelled",
      });
    });

    test("tell the host on the channels that the host chose, or not at all", async () => {
      const host = await service.newUser(`host_${major}`);
      const id = await service.newEvent("by-mail", { hostId: host });
      const rule = { userId: host, kind: "EVENT_JOINED" } as const;
      await service.prisma.notificationSetting.createMany({
        data: [
          { ...rule, channel: "EMAIL" },
          { ...rule, channel: "PUSH", enabled: false },
        ],
      });
      await service.post(`/events/${id}/participants`, { userId: ada });
      await service.prisma.notificationSetting.updateMany({ where: rule, data: { enabled: false } });
      await service.post(`/events/${id}/participants`, { userId: grace });
      expect((await service.get(`/users/${host}/notifications`)).body["notifications"]).toMatchObject([
        { actorId: ada, channels: ["EMAIL"] },
      ]);
    });
  });

  describe("attendance", () => {
    test("is recorded for participants, once a session, and counted", async () => {
      const id = await service.newEvent("counted", { hostId: ada });
      const record = (body: unknown): Promise<Answer> => service.post(`/events/${id}/attendance`, body);
      for (const userId of [ada, grace]) await service.post(`/events/${id}/participants`, { userId });
      const early = { userId: ada, checkedInAt: "2026-05-04T17:50:00Z", recordedById: grace };
      expect(await record(early)).toMatchObject({ status: 201, body: { id: "1", status: "PRESENT", sessionNo: 1 } });
      expect(problem(await record(early))).toEqual({ status: 409, code: "already_exists", fields: ["sessionNo"] });
      await record({ ...early, sessionNo: 2, status: "LATE", checkedInAt: "2026-05-04T18:31:00Z" });
      await record({ userId: grace, status: "ABSENT", checkedInAt: "2026-05-04T20:00:00Z" });

      const { body } = await service.get(`/events/${id}/attendance`);
      expect(body["logs"]).toHaveLength(3);
      expect(body["statistics"]).toMatchObject({
        registered: 2,
        present: 1,
        late: 1,
        absent: 1,
        excused: 0,
        turnout: 1,
        arrivals: [1, 0, 1, 0, 0, 0, 0, 0, 1],
      });
      expect((await service.get(`/users/${ada}/attendance`)).body["summaries"]).toMatchObject([
        { period: "WEEK", periodStart: "2026-05-04T00:00:00.000Z", attended: 1, late: 1, missed: 0, rate: "100" },
        { period: "MONTH", periodStart: "2026-05-01T00:00:00.000Z" },
        { period: "YEAR", periodStart: "2026-01-01T00:00:00.000Z" },
      ]);
      expect((await service.get(`/users/${grace}/attendance?period=WEEK`)).body["summaries"]).toMatchObject([{ missed: 1, rate: "0" }]);
    });

    test("is not recorded for others", async () => {
      const id = await service.newEvent("closed", { hostId: ada });
      expect(problem(await service.post(`/events/${id}/attendance`, { userId: ada }))).toMatchObject({
        status: 409,
        code: "not_a_participant",
      });
    });
  });

  test("notifications are marked as read", async () => {
    const { id } = await service.prisma.notification.create({
      data: { recipientId: grace, kind: "RIVAL_OVERTOOK", title: "Ada is ahead" },
    });
    const read = await service.post(`/notifications/${id}/read`);
    expect(read).toMatchObject({ status: 200, body: { id: String(id), readAt: expect.any(String) as string } });
    expect(await service.post(`/notifications/${id}/read`)).toEqual(read);
    expect((await service.get(`/users/${grace}/notifications?unread=true`)).body["notifications"]).not.toContainEqual(
      expect.objectContaining({ id: String(id) }),
    );
  });

  describe("the schema's referential actions", () => {
    test("give a deleted host's events to the community, and forget the invitations", async () => {
      const host = await service.newUser("leaving");
      const id = await service.newEvent("orphaned", { hostId: host });
      const guest = await service.prisma.user.create({
        data: { handle: "guest", email: "guest@example.com", displayName: "G", invitedById: host },
      });
      await service.prisma.user.delete({ where: { id: host } });
      expect((await service.get(`/events/${id}`)).body).toMatchObject({ hostId: communityAccountId });
      expect((await service.get(`/users/${guest.id}`)).body).toMatchObject({ invitedById: null });
      expect(await service.prisma.userMetadata.findUnique({ where: { userId: host } })).toBeNull();
    });

    test("keep the account of whoever holds a title", async () => {
      const holder = await service.newUser("champion");
      await service.prisma.titleAchievement.create({ data: { userId: holder, code: "first", title: "First" } });
      await expect(service.prisma.user.delete({ where: { id: holder } })).rejects.toMatchObject({
        code: expect.stringMatching(/P2003|P2014/) as string,
      });
    });

    test("keep an event that somebody attended", async () => {
      const id = await service.newEvent("remembered", { hostId: ada });
      await service.post(`/events/${id}/participants`, { userId: ada });
      await service.post(`/events/${id}/attendance`, { userId: ada });
      await expect(service.prisma.event.delete({ where: { id } })).rejects.toMatchObject({ code: "P2003" });
    });
  });

  const aDay = { title: "t", startsAt: "2026-05-04T18:00:00Z", endsAt: "2026-05-04T20:00:00Z" };
  test.each<{
    readonly send: readonly [method: string, path: string, body?: unknown];
    readonly status: number;
    readonly code: string;
    readonly fields?: readonly string[];
  }>([
    { send: ["GET", "/nowhere"], status: 404, code: "no_such_path" },
    { send: ["GET", "/users/%zz"], status: 404, code: "no_such_path" },
    { send: ["DELETE", "/users"], status: 405, code: "method_not_allowed" },
    { send: ["GET", "/users/ada"], status: 404, code: "not_found" },
    { send: ["GET", `/users/${unknownId}`], status: 404, code: "not_found" },
    { send: ["GET", "/goals/99999999999"], status: 404, code: "not_found" },
    { send: ["GET", `/events/${unknownId}`], status: 404, code: "not_found" },
    { send: ["GET", `/events/${unknownId}/attendance`], status: 404, code: "not_found" },
    { send: ["POST", "/notifications/0/read"], status: 404, code: "not_found" },
    { send: ["POST", "/notifications/999999999999999999/read"], status: 404, code: "not_found" },
    { send: ["GET", "/goals"], status: 400, code: "invalid_input", fields: ["ownerId"] },
    { send: ["GET", "/users?limit=0&sort=up"], status: 400, code: "invalid_input", fields: ["limit", "sort"] },
    { send: ["GET", "/users?status=constructor"], status: 400, code: "invalid_input", fields: ["status"] },
    { send: ["POST", "/users", "{"], status: 400, code: "invalid_json" },
    { send: ["POST", "/users", "[]"], status: 400, code: "invalid_input", fields: ["body"] },
    { send: ["POST", "/users", '"x'.padEnd(70_000, "x")], status: 413, code: "body_too_large" },
    { send: ["POST", "/users"], status: 400, code: "invalid_input", fields: ["displayName", "email", "handle"] },
    {
      send: ["POST", "/users", { handle: "A b", email: "no", displayName: " ", isAdmin: true }],
      status: 400,
      code: "invalid_input",
      fields: ["displayName", "email", "handle", "isAdmin"],
    },
    {
      send: ["POST", "/users", { handle: "nul", email: "nul@example.com", displayName: "a\0b" }],
      status: 400,
      code: "invalid_input",
      fields: ["displayName"],
    },
    {
      send: ["POST", "/users", { handle: "bob", email: "b@example.com", displayName: "B", birthDate: "2026-02-30" }],
      status: 400,
      code: "invalid_input",
      fields: ["birthDate"],
    },
    {
      send: ["POST", "/users", { handle: "bob", email: "b@example.com", displayName: "B", invitedById: unknownId }],
      status: 404,
      code: "not_found",
    },
    { send: ["POST", "/goals", { ownerId: unknownId, title: "t" }], status: 404, code: "reference_not_found" },
    {
      send: ["POST", "/goals", { ownerId: unknownId, title: "t", targetValue: "1.005" }],
      status: 400,
      code: "invalid_input",
      fields: ["targetValue"],
    },
    {
      send: ["POST", "/goals", { ownerId: unknownId, title: "t", targetValue: 1e21, tags: ["a", 1] }],
      status: 400,
      code: "invalid_input",
      fields: ["tags", "targetValue"],
    },
    { send: ["POST", "/events", { ...aDay, slug: "Not A Slug", hostId: unknownId }], status: 400, code: "invalid_input", fields: ["slug"] },
    {
      send: ["POST", "/events", { ...aDay, slug: "s", hostId: unknownId, endsAt: aDay.startsAt }],
      status: 400,
      code: "invalid_input",
      fields: ["endsAt"],
    },
    { send: ["POST", "/events", { ...aDay, slug: "s", hostId: unknownId }], status: 404, code: "reference_not_found" },
    { send: ["POST", `/events/${unknownId}/participants`, { userId: unknownId }], status: 404, code: "not_found" },
    { send: ["POST", `/events/${unknownId}/attendance`, { userId: unknownId }], status: 404, code: "not_found" },
  ])("answers $send.0 $send.1 $send.2 with $status $code", async ({ send: [method, path, body], ...expected }) => {
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    expect(problem(await service.send(method, path, text))).toEqual({ fields: [], ...expected });
  });
});

/** What went wrong, without the words. */
function problem({ status, body }: Answer): { readonly status: number; readonly code: unknown; readonly fields: readonly string[] } {
  const error = body["error"] as {
    readonly code: string;
    readonly message: string;
    readonly fields?: readonly { readonly field: string }[];
  };
  expect(error.message).not.toBe("");
  return { status, code: error.code, fields: (error.fields ?? []).map(({ field }) => field).toSorted() };
}
