import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { PrismaClient } from "../../generated/prisma/client.ts";
import { problemOfDatabaseError } from "./database-problem.ts";
import { HttpProblem } from "./problem.ts";
import { findRoute, type Reply, type Route } from "./route.ts";

const maxBodyBytes = 64 * 1024;

export interface ServiceOptions {
  readonly prisma: PrismaClient;
  readonly routes: readonly Route[];
  /** Told of errors that are ours, not the sender's. */
  readonly report: (error: unknown) => void;
}

/** The HTTP server of the service, not listening yet. */
export function createService({ prisma, routes, report }: ServiceOptions): Server {
  return createServer((request, response) => {
    answer(request, routes, prisma)
      .catch((error: unknown) => replyToError(error, report))
      .then((reply) => send(response, reply))
      .catch(report);
  });
}

async function answer(request: IncomingMessage, routes: readonly Route[], prisma: PrismaClient): Promise<Reply> {
  const url = new URL(request.url ?? "/", "http://service.invalid");
  const match = findRoute(routes, request.method ?? "GET", url.pathname);
  if (match.kind === "none") throw new HttpProblem(404, "no_such_path", `There is nothing at ${url.pathname}.`);
  if (match.kind === "otherMethods") {
    throw new HttpProblem(405, "method_not_allowed", `${url.pathname} takes ${match.methods.join(", ")} only.`);
  }
  const { route, params } = match;
  const input = { prisma, params, query: Object.fromEntries(url.searchParams) };
  return route.handle(route.method === "GET" ? input : { ...input, body: await readJson(request) });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk); // what is over is read to its end, but not kept
  }
  if (size > maxBodyBytes) throw new HttpProblem(413, "body_too_large", `A body has at most ${maxBodyBytes} bytes.`);
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
  } catch {
    throw new HttpProblem(400, "invalid_json", "The body is not JSON.");
  }
}

function replyToError(error: unknown, report: (error: unknown) => void): Reply {
  const problem = error instanceof HttpProblem ? error : problemOfDatabaseError(error);
  if (problem === undefined) {
    report(error);
    return { status: 500, body: { error: { code: "internal", message: "Something went wrong here." } } };
  }
  const { status, code, message, fields } = problem;
  return { status, body: { error: { code, message, ...(fields.length === 0 ? {} : { fields }) } } };
}

function send(response: ServerResponse, { status, body }: Reply): void {
  const text = JSON.stringify(body, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(text) });
  response.end(text);
}
