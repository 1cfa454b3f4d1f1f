import { parseAdopted, type Adopted } from "../revision.ts";
import { skipTrivia } from "./source-tokens.ts";

/** What the comment at the top of a revision file says. */
export interface HeaderComment {
  readonly message?: string;
  readonly description?: string;
  readonly createdAt?: string;
  readonly adopts?: Adopted;
}

/** Comments for tools, not for people. */
const directive = /^(?:\/ *<|@ts-|eslint|oxlint|tslint|prettier-ignore|biome-ignore|deno-|istanbul|c8 |v8 |#)/;
/** The directive that compilers put first. */
const strict = /^\uFEFF?"use strict";/;
const facts = /^(?:Revision(?: ID)?|Revises|Created?(?: ?(?:date|at|on))?|Adopts): *(.*)$/i;
const adopts = /^Adopts: *(.+)$/im;
const created = /^Created?(?: ?(?:date|at|on))?: *(.+)$/im;

/** Reads the comment at the top of a file: its first paragraph is the message, a paragraph that begins with `Revision:` holds facts. */
export function parseComment(text: string): HeaderComment {
  const start = strict.exec(text)?.[0].length ?? 0;
  const paragraphs = linesOf(text.slice(start, skipTrivia(text, start)))
    .join("\n")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
  const prose = paragraphs.filter((paragraph) => !paragraph.split("\n").every((line) => facts.test(line)));
  const [first, ...more] = prose;
  const ofFacts = paragraphs.filter((paragraph) => !prose.includes(paragraph));
  const fact = (pattern: RegExp): string | undefined => ofFacts.flatMap((paragraph) => pattern.exec(paragraph)?.[1] ?? [])[0];
  const createdAt = fact(created);
  return {
    ...(first === undefined ? {} : { message: first.replaceAll("\n", " ") }),
    ...(more.length === 0 ? {} : { description: more.join("\n\n") }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...adoptedIn(fact(adopts)),
  };
}

/** What stands behind "Adopts:", if anything does. */
export function adoptedIn(text: string | undefined): { readonly adopts?: Adopted } {
  const found = text === undefined ? undefined : parseAdopted(text.trim());
  return found === undefined ? {} : { adopts: found };
}

/** The lines of comments without the signs that make them comments. */
function linesOf(comments: string): readonly string[] {
  return comments
    .replace(/^\uFEFF/, "")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) =>
      line
        .trim()
        .replace(/^(?:\/\/|\/\*+(?!\/)|\*+(?!\/)) ?/, "")
        .replace(/ *\*+\/$/, ""),
    )
    .filter((line) => !directive.test(line));
}
