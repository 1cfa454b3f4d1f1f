import { Prisma } from "../../generated/prisma/client.ts";
import { HttpProblem } from "./problem.ts";

/** Unique constraints that a request can run into: the field to blame, and what to tell the sender. */
const taken: Readonly<Record<string, { readonly field: string; readonly message: string }>> = {
  users_handle_key: { field: "handle", message: "is taken by another user" },
  users_email_unique: { field: "email", message: "is taken by another user" },
  events_slug_key: { field: "slug", message: "is taken by another event" },
  event_participants_pkey: { field: "userId", message: "has joined this event already" },
  attendance_logs_once_a_session: { field: "sessionNo", message: "is already recorded for this participant" },
};

/** What an error of the Prisma client means to whoever sent the request. Absent: it is not their mistake. */
export function problemOfDatabaseError(error: unknown): HttpProblem | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  switch (error.code) {
    case "P2002": {
      const field = taken[violatedConstraint(error.meta)];
      if (field === undefined) return new HttpProblem(409, "already_exists", "There is one already.");
      return new HttpProblem(409, "already_exists", `${field.field} ${field.message}`, [field]);
    }
    case "P2003":
      return new HttpProblem(404, "reference_not_found", "Something that the request refers to does not exist.");
    case "P2025":
      return new HttpProblem(404, "not_found", "There is no such record.");
    default:
      return undefined;
  }
}

/** The name of the constraint that a row would have broken, as the driver adapter reports it. */
function violatedConstraint(meta: Record<string, unknown> | undefined): string {
  const cause = property(property(meta, "driverAdapterError"), "cause");
  return String(property(property(cause, "constraint"), "index"));
}

const property = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
