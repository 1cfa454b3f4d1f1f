import { randomBytes } from "node:crypto";

/** A new id: 12 hexadecimal digits. */
export const newRevisionId = (): string => randomBytes(6).toString("hex");

const longestSlug = 40;

/** A message as a part of a file name: its letters and digits in lower case, at most 40 characters, cut between words where it can be. */
export function slugOf(message: string): string {
  const words = message.normalize("NFC").toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  let slug = "";
  for (const word of words) {
    const longer = slug === "" ? word : `${slug}_${word}`;
    if (Array.from(longer).length > longestSlug) break;
    slug = longer;
  }
  return slug === "" ? Array.from(words[0] ?? "").slice(0, longestSlug).join("") : slug;
}

/** What a file name can be made of. */
export interface NameParts {
  readonly revision: string;
  readonly message: string;
  readonly createdAt: Date;
}

/** Fills a template such as "{revision}_{slug}". A message without letters leaves nothing behind the id. */
export function fileNameOf(template: string, { revision, message }: NameParts): string {
  const parts: Readonly<Record<string, string>> = { revision, slug: slugOf(message) };
  const name = template.replaceAll(/\{(\w+)\}/gu, (whole, part: string) => parts[part] ?? whole);
  return `${name.replace(/[_-]+$/u, "")}.ts`;
}

