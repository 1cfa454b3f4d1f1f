import { GoalStatus, Visibility, type Prisma } from "../../generated/prisma/client.ts";
import { optional, readInput, required } from "../http/input.ts";
import { date, decimal, integer, listOf, oneOf, text, uuid } from "../http/parsers.ts";
import { conflict, notFound } from "../http/problem.ts";
import { created, ok, type Route } from "../http/route.ts";
import { notify } from "../notify.ts";
import { integerInPath } from "./path-ids.ts";

const amount = decimal({ digits: 12, scale: 2 });
const id = integer({ min: 1, max: 2_147_483_647 });

const createGoal: Route = {
  method: "POST",
  path: "/goals",
  handle: async ({ prisma, body }) => {
    const data = readInput(body, {
      ownerId: required(uuid),
      title: required(text({ max: 160 })),
      description: optional(text({ max: 4000 })),
      parentId: optional(id),
      visionId: optional(id),
      targetValue: optional(amount),
      unit: optional(text({ max: 24 })),
      tags: optional(listOf(text({ max: 40 }), { max: 20 })),
      dueOn: optional(date),
      visibility: optional(oneOf(Visibility)),
    });
    return created(await prisma.goal.create({ data }));
  },
};

const listGoals: Route = {
  method: "GET",
  path: "/goals",
  handle: async ({ prisma, query }) => {
    const { tag, ...where } = readInput(query, {
      ownerId: required(uuid),
      status: optional(oneOf(GoalStatus)),
      tag: optional(text({ max: 40 })),
    });
    const tagged = tag === undefined ? {} : { tags: { has: tag } };
    return ok({ goals: await prisma.goal.findMany({ where: { ...where, ...tagged }, orderBy: [{ dueOn: "desc" }, { id: "asc" }] }) });
  },
};

const getGoal: Route = {
  method: "GET",
  path: "/goals/:id",
  handle: async (input) => {
    const goal = await input.prisma.goal.findUnique({ where: { id: integerInPath(input, "goal") }, include: { parts: true } });
    if (goal === null) throw notFound("goal");
    return ok(goal);
  },
};

/** Progress on a goal. Reaching the target completes it, once, and earns a title. */
const updateGoal: Route = {
  method: "PATCH",
  path: "/goals/:id",
  handle: async (input) => {
    const goalId = integerInPath(input, "goal");
    const { currentValue } = readInput(input.body, { currentValue: required(amount) });
    return input.prisma.$transaction(async (transaction) => {
      const before = await transaction.goal.findUnique({ where: { id: goalId } });
      if (before === null) throw notFound("goal");
      if (before.status !== GoalStatus.ACTIVE) throw conflict("goal_not_active", "Only an active goal makes progress.");
      const goal = await transaction.goal.update({ where: { id: goalId }, data: { currentValue } });
      const reached = goal.targetValue !== null && goal.currentValue.gte(goal.targetValue);
      return ok(reached ? await completeGoal(transaction, goalId) : goal);
    });
  },
};

async function completeGoal(transaction: Prisma.TransactionClient, goalId: number): Promise<unknown> {
  const data = { status: GoalStatus.COMPLETED, completedAt: new Date() };
  const goal = await transaction.goal.update({ where: { id: goalId }, data });
  const title = await transaction.titleAchievement.create({
    data: { userId: goal.ownerId, goalId, code: `goal-${goalId}`, title: `Reached: ${goal.title}`.slice(0, 120) },
  });
  const about = { recipientId: goal.ownerId, goalId };
  await notify(transaction, { ...about, kind: "GOAL_COMPLETED", title: goal.title });
  await notify(transaction, { ...about, kind: "TITLE_AWARDED", title: title.title });
  return goal;
}

export const goalRoutes: readonly Route[] = [createGoal, listGoals, getGoal, updateGoal];
