import { notFound } from "../http/problem.ts";
import { integer, uuid } from "../http/parsers.ts";
import type { RouteInput } from "../http/route.ts";

/** The `:id` of a path, if it can be that of a record at all. @throws HttpProblem 404 */
export function uuidInPath({ params }: RouteInput, what: string): string {
  const result = uuid(params["id"]);
  if ("value" in result) return result.value;
  throw notFound(what);
}

export function integerInPath({ params }: RouteInput, what: string): number {
  const result = integer({ min: 1, max: 2_147_483_647 })(params["id"]);
  if ("value" in result) return result.value;
  throw notFound(what);
}

export function bigintInPath({ params }: RouteInput, what: string): bigint {
  const id = params["id"] ?? "";
  if (/^[1-9]\d{0,17}$/.test(id)) return BigInt(id);
  throw notFound(what);
}
