import { ok, type Route } from "../http/route.ts";
import { HttpProblem } from "../http/problem.ts";

const getHealth: Route = {
  method: "GET",
  path: "/health",
  handle: async ({ prisma }) => {
    const answers = await prisma.$queryRaw`select 1`.then(
      () => true,
      () => false,
    );
    if (!answers) throw new HttpProblem(503, "database_unreachable", "The database does not answer.");
    return ok({ status: "ok" });
  },
};

export const healthRoutes: readonly Route[] = [getHealth];
