import { Prisma } from "../../generated/prisma/client.ts";
import { HttpProblem } from "./problem.ts";

/** What an error of the Prisma client means to whoever sent the request. Absent: it is not their mistake. */
export function problemOfDatabaseError(error: unknown): HttpProblem | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  switch (error.code) {
    case "P2002": {
      const fields = violatedFields(error.meta);
      const what = fields.length === 0 ? "This" : fields.join(" and ");
      return new HttpProblem(409, "already_exists", `${what} is already taken.`, fields.map((field) => ({ field, message: "is already taken" })));
    }
    case "P2003":
      return new HttpProblem(404, "reference_not_found", "Something that the request refers to does not exist.");
    case "P2025":
      return new HttpProblem(404, "not_found", "There is no such record.");
    default:
      return undefined;
  }
}

/** The columns of a unique index that a row would have broken, as the driver adapter reports them. */
function violatedFields(meta: Record<string, unknown> | undefined): readonly string[] {
  const cause = property(property(meta, "driverAdapterError"), "cause");
  const fields = property(property(cause, "constraint"), "fields");
  return Array.isArray(fields) ? fields.map((field) => String(field).replaceAll('"', "")) : [];
}

const property = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
