import type { PrismaClient } from "../../generated/prisma/client.ts";

/** What a route is given. */
export interface RouteInput {
  readonly prisma: PrismaClient;
  /** Values of the `:names` in the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON body, `{}` if there was none. Absent: the method has no body. */
  readonly body?: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH";
  /** Such as `/users/:id`. */
  readonly path: string;
  readonly handle: (input: RouteInput) => Promise<Reply>;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });

export type RouteMatch =
  | { readonly kind: "found"; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: "otherMethods"; readonly methods: readonly string[] }
  | { readonly kind: "none" };

/** Finds the route for a request. @example findRoute(routes, "GET", "/users/42") */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch {
  const fitting = routes.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params === undefined ? [] : [{ route, params }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found !== undefined) return { kind: "found", ...found };
  if (fitting.length === 0) return { kind: "none" };
  return { kind: "otherMethods", methods: fitting.map(({ route }) => route.method) };
}

function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [position, part] of wanted.entries()) {
    const actual = given[position] ?? "";
    if (!part.startsWith(":")) {
      if (part !== actual) return undefined;
      continue;
    }
    const decoded = decodePart(actual);
    if (decoded === undefined || decoded === "") return undefined;
    params[part.slice(1)] = decoded;
  }
  return params;
}

function decodePart(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined; // a stray "%"
  }
}
