import path from "node:path";
import type { Project } from "../project/project.ts";

/** Whether the configured database is a developer's own: the configuration says so, or it runs on this machine. */
export function isDevelopmentDatabase({ config, url, env }: Pick<Project, "config" | "url" | "env">): boolean {
  if (config.development !== undefined) return config.development;
  if (url === undefined) return false;
  if (url.trim().startsWith("pglite:")) return true;
  const hosts = hostsOf(url.trim());
  return (hosts.length === 0 ? [env["PGHOST"] ?? ""] : hosts).every(isHere);
}

/** Hosts between the last @ and the path, and those that a setting names. */
function hostsOf(url: string): readonly string[] {
  const [, query = ""] = url.split("?");
  const set = new URLSearchParams(query).getAll("host").flatMap((list) => list.split(","));
  const written = /^\w+:\/\/(?:[^]*@)?([^/?#]*)/u.exec(url)?.[1] ?? "";
  const named = written.split(",").map((place) => decodeURIComponent(place.replace(/:\d*$/u, "")).replace(/^\[(.*)\]$/u, "$1"));
  return [...set, ...named].filter((host) => host !== "");
}

const isHere = (host: string): boolean =>
  host === "" || path.isAbsolute(host) || /^(?:localhost|127(?:\.\d+){3}|::1|[\w-]+\.localhost)$/iu.test(host);
