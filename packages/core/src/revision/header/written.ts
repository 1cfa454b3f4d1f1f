import { adoptedIn } from "./comment.ts";
import type { Revision } from "../revision.ts";

const string = String.raw`"([^"\\\n\r]*)"`;
const value = String.raw`(?:null|"[^"\\\n\r]*"|\[(?:"[^"\\\n\r]*"(?:, ?)?)*\])`;

/**
 * A file as mig writes it (source/revision-file.ts): one line of message, the facts, one import, the four declarations.
 * Anything else, be it a second paragraph or another quote, is left to the reader that takes files apart.
 */
const asWritten = new RegExp(
  String.raw`^// ([^\n\r]*)\n//\n// Revision: [^\n\r]*\n// Revises: [^\n\r]*\n// Created: ([^\n\r]*)\n(?:// Adopts: ([^\n\r]*)\n)?import type \{ Op \} from "@migts/(?:core|cli)/op";\n\n` +
    String.raw`export const revision = ${string};\nexport const downRevision = (${value});\nexport const branchLabels = (${value});\nexport const dependsOn = (${value});\n`,
  "u",
);

/** Where a declaration of variables could be exported a second time. */
const exportAgain = /\bexport\s+(?:const|let|var)\b(?! irreversible\b)/gu;

/** The header of a file as mig writes it, in a fraction of the time; undefined for every other file. */
export function readAsWritten(text: string, file: string): Revision | undefined {
  const found = asWritten.exec(text);
  if (found === null) return undefined;
  exportAgain.lastIndex = found[0].length;
  if (exportAgain.test(text)) return undefined;
  const [, message = "", createdAt = "", adopts, id = "", down = "", labels = "", needs = ""] = found;
  if (message.trim() !== message || message === "" || isOddMessage(message)) return undefined;
  return {
    id,
    downRevisions: listOf(down),
    branchLabels: listOf(labels),
    dependsOn: listOf(needs),
    message: own(message),
    createdAt: own(createdAt),
    ...adoptedIn(adopts),
    file,
  };
}

/** What the general reader takes for a directive or for facts rather than a message. */
const isOddMessage = (message: string): boolean =>
  /^(?:[/#<@]|[\w-]+: |eslint|oxlint|tslint|prettier|biome|deno|istanbul|c8 |v8 )/iu.test(message);

/** A literal of strings without escapes. */
function listOf(literal: string): readonly string[] {
  if (literal === "null") return none;
  if (literal.startsWith('"')) return [literal.slice(1, -1)];
  const strings = literal.match(/"[^"]*"/gu) ?? [];
  return strings.map((text) => text.slice(1, -1));
}

const none: readonly string[] = [];

/** A copy: part of a text would keep the whole text in memory, ten thousand times. */
const own = (text: string): string => ` ${text}`.slice(1);
