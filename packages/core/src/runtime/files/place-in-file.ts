import { pathToFileURL } from "node:url";
import type { Place } from "../../errors/row.ts";
import { plainUrl } from "./plain-module.ts";

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** Where in a file an error arose, read from its message and stack. Absent line: they do not say. */
export function placeInFile(error: unknown, file: string): Place {
  const text = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : "";
  const found = new RegExp(
    String.raw`(?:${escaped(file)}|${escaped(pathToFileURL(file).href)}|${escaped(plainUrl(file))}[\w+/=]*)(?:\?[^\s:]*)?:(?<line>\d+)(?::(?<column>\d+))?`,
    "u",
  ).exec(text)?.groups;
  if (found === undefined) return { file };
  return { file, line: Number(found["line"]), ...(found["column"] === undefined ? {} : { column: Number(found["column"]) }) };
}

/** What an error says, on one line, without the places that loaders add. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/^(?:ParseError|SyntaxError): /u, "").trim();
}
