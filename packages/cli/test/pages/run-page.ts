import path from "node:path";
import { createDatabase, queryRows, runProcess, tempProject, type ScratchDatabase, type TempProject } from "@migts/testkit";
import { linkAlembic } from "../alembic.ts";
import { deployAsPrisma, migrateAsDrizzle } from "./other-tools.ts";
import { attribute, piecesOf, reasonNotToRun, type Fence, type Scene } from "./page.ts";
import type { Tools } from "./tools.ts";

/** Where the commands of a page, or of several that go on from each other, run. */
export interface Place {
  readonly project: TempProject;
  readonly tools: Tools;
  /** The folder that `cd` has gone to, from the project. */
  cwd: string;
  /** Whether DATABASE_URL is set. */
  setsUrl: boolean;
  readonly databases: ScratchDatabase[];
  /** How the pages show the URL of a database. Absent: as that of a server on a usual machine. */
  readonly shown: Record<string, string>;
  /** Added to the environment of each command. */
  readonly env: Record<string, string>;
  readonly close: () => Promise<void>;
}

/** A project and a database of their own. */
export async function openPlace(tools: Tools): Promise<Place> {
  const project = await tempProject();
  const databases = [await createDatabase()];
  const close = async () => void (await Promise.all([project.remove(), ...databases.map((database) => database.drop())]));
  return { project, tools, cwd: ".", setsUrl: true, databases, shown: {}, env: {}, close };
}

/**
 * Runs a page from top to bottom, and gives its text with what its commands printed.
 *
 * - `console`: each line that begins with `$ ` runs, and what follows becomes what it printed.
 * - `sh`: runs as it is and must succeed; what it prints is not shown.
 * - `file=path` writes the file; with `show=pattern` the fence becomes the text of the file that fits.
 * - `edit=pattern` puts the functions of the fence in the place of those in the file.
 * - `sql run` runs in the database.
 * - `norun="why"`: not run.
 *
 * Hidden comments set the scene: `<!-- run: command -->`, `<!-- sql: ... -->`, `<!-- database -->` for a new one, `<!-- no-database -->`
 * for none (no DATABASE_URL), `<!-- env: NAME=value -->`, `<!-- prisma-deploy -->`, `<!-- drizzle-migrate -->`, and `<!-- needs: alembic
 * -->`: without it the page is not run.
 */
export async function runPage(page: string, place: Place): Promise<string> {
  let text = "";
  let at = 0;
  for (const piece of piecesOf(page)) {
    text += page.slice(at, piece.start);
    at = piece.end;
    if (piece.kind === "scene") await setScene(piece, place);
    text += piece.kind === "fence" ? await runFence(piece, page.slice(piece.start, piece.end), place) : page.slice(piece.start, piece.end);
  }
  return text + page.slice(at);
}

async function runFence(fence: Fence, whole: string, place: Place): Promise<string> {
  const { language, info, body } = fence;
  if (reasonNotToRun(fence) !== undefined) return whole;
  const file = attribute(info, "file");
  if (file !== undefined) await place.project.write({ [path.join(place.cwd, file)]: await onServer(body, place) });
  const edited = attribute(info, "edit");
  if (edited !== undefined) await editFunctions(place, edited, body);
  const shown = attribute(info, "show");
  if (shown !== undefined) return `\`\`\`${language} ${info}\n${await readFitting(place, shown)}\`\`\``;
  if (language === "sql" && /(?:^|\s)run\b/u.test(info)) await queryRows(urlOf(place), body);
  if (language === "sh") await runSilently(body, place);
  if (language !== "console") return whole;
  const commands = body.split("\n").filter((line) => line.startsWith("$ "));
  let printed = "";
  for (const [index, line] of commands.entries()) {
    const { stdout } = await runLine(line.slice(2), place);
    printed += `${index === 0 ? "" : "\n"}${line}\n${stdout.replace(/(?<=[^\n])$/u, "\n")}`;
  }
  return `\`\`\`console${info === "" ? "" : ` ${info}`}\n${printed}\`\`\``;
}

export const usesPglite = process.env["MIG_TEST_PGLITE"] === "1";

/** PGlite takes seconds to start, once for each command: unless MIG_TEST_PGLITE=1, a real server with a new database stands for it. */
async function onServer(text: string, { databases, shown, cwd }: Place): Promise<string> {
  if (usesPglite || !/\bpglite:[\w.]+/u.test(text)) return text;
  const database = await createDatabase();
  databases.push(database);
  return text.replaceAll(/\bpglite:[\w.]+/gu, (pglite) => {
    shown[database.url] = `pglite:${path.join("/home/you/project", cwd, pglite.slice("pglite:".length))}`;
    return database.url;
  });
}

/** Milliseconds; a machine that runs all tests is slow. */
const lineTimeout = 150_000;

async function runSilently(lines: string, place: Place): Promise<void> {
  const { code, stdout } = await runLine(`set -e\n${lines}`, place);
  if (code !== 0) throw new Error(`Exit code ${code} of: ${lines}\n${stdout}`);
}

const usualUrl = "postgresql://postgres@localhost:5432/shop";

/** As a terminal shows it: both streams in their order. The folder of the project and its databases are named as a user's. */
async function runLine(line: string, place: Place): Promise<{ readonly code: number | undefined; readonly stdout: string }> {
  const { project, tools, databases, shown, env } = place;
  const script = `trap 'pwd >&9' EXIT\nexec 9>&2 2>&1\n${line}`;
  // bash reads ~/.bashrc where its input is a socket, as Node's pipes are; what that prints, or does, is not the page's
  const { code, signal, stdout, stderr } = await runProcess("bash", ["--norc", "-c", script], {
    timeout: lineTimeout,
    cwd: path.join(project.path, place.cwd),
    env: {
      ...(place.setsUrl ? { DATABASE_URL: urlOf(place) } : {}),
      ...(usesPglite ? { MIG_TEST_PGLITE: "1" } : {}),
      ...env,
      PATH: `${tools.folder}${path.delimiter}${process.env["PATH"] ?? ""}`,
    },
  });
  if (signal !== undefined) throw new Error(`Ended by ${signal}: ${line}\n${stdout}`);
  const end = stderr.trim();
  if (!path.isAbsolute(end) || end.includes("\n")) throw new Error(`No folder where this ended, but "${end}": ${line}\n${stdout}`);
  place.cwd = path.relative(project.path, end) || ".";
  const names = [[project.path, "/home/you/project"], ...databases.map(({ url }) => [url, shown[url] ?? usualUrl])] as const;
  return { code, stdout: names.reduce((text, [from = "", to = ""]) => text.replaceAll(from, to), stdout) };
}

const urlOf = ({ databases }: Place): string => {
  const newest = databases.at(-1);
  if (newest === undefined) throw new Error("There is no database");
  return newest.url;
};

/** The path of the file that fits, from the project. */
async function fitting({ project, cwd }: Place, pattern: string): Promise<string | undefined> {
  const folder = path.join(cwd, path.dirname(pattern));
  const [start = "", end = ""] = path.basename(pattern).split("*");
  const found = (await project.list(folder)).find((one) => one.startsWith(start) && one.endsWith(end));
  return found === undefined ? undefined : path.join(folder, found);
}

async function readFitting(place: Place, pattern: string): Promise<string> {
  const file = await fitting(place, pattern);
  return file === undefined ? `no file fits ${pattern}\n` : place.project.read(file);
}

const functions = /^export (?:async )?function (?<name>\w+)[^]*?^\}$/gmu;

/** Puts the functions of a fence in the place of those in the file. */
async function editFunctions(place: Place, pattern: string, body: string): Promise<void> {
  const file = await fitting(place, pattern);
  if (file === undefined) throw new Error(`No file fits ${pattern}`);
  const wanted = new Map([...body.matchAll(functions)].map(({ 0: text, groups }) => [groups?.["name"], text]));
  if (wanted.size === 0) throw new Error(`No function to put into ${pattern}`);
  const text = await place.project.read(file);
  await place.project.write({ [file]: text.replaceAll(functions, (whole, name: string) => wanted.get(name) ?? whole) });
}

async function setScene({ what, more }: Scene, place: Place): Promise<void> {
  const { project, databases, env } = place;
  if (what === "run") await runSilently(more, place);
  if (what === "env") env[more.slice(0, more.indexOf("="))] = more.slice(more.indexOf("=") + 1);
  if (what === "needs" && more === "alembic") await linkAlembic(project);
  if (what === "sql") await queryRows(urlOf(place), more);
  if (what === "database") databases.push(await createDatabase());
  if (what === "no-database") place.setsUrl = false;
  const database = databases.at(-1);
  if (what === "prisma-deploy" && database !== undefined) await deployAsPrisma({ project, database });
  if (what === "drizzle-migrate" && database !== undefined) await migrateAsDrizzle({ project, database });
}
