/** The rooms of packages/core/src and which rooms each may import. A room never sees one that is not listed. */
const left = ["errors", "schema", "operation"];
export const rooms = {
  errors: [],
  schema: ["errors"],
  operation: ["errors", "schema"],
  diff: left,
  plan: left,
  source: left,
  postgres: left,
  revision: ["errors"],
  runtime: [...left, "diff", "plan", "source", "postgres", "revision"],
  commands: [...left, "diff", "plan", "source", "postgres", "revision", "runtime"],
};
const doors = ["index.ts", "op.ts", "adapter.ts", "project.ts", "mask.ts", "private-folder.ts", "report.ts"];

/** The room of a file of core, "door" for the package's entrances, undefined for a file that has no place in the plan. */
export function roomOf(inside) {
  if (doors.includes(inside)) return "door";
  const first = inside.split("/")[0].replace(/\.ts$/, "");
  const isRoom = Object.hasOwn(rooms, first) && (inside.includes("/") || inside === "errors.ts");
  return isRoom ? first : undefined;
}

/** What a room may import beside itself; doors may import every room. */
export const allowedFor = (room) => (room === "door" ? Object.keys(rooms) : rooms[room]);

/** Rooms that have no side effects: all but the runtime, the commands and the doors. */
export const isPure = (room) => room !== undefined && room !== "runtime" && room !== "commands" && room !== "door";

/** The kind that a file of core belongs to, such as "index" for postgres/objects/relations/index/model.ts. */
export const kindOf = (inside) => /^postgres\/objects\/[^/]+\/([^/]+)\//.exec(inside)?.[1];
