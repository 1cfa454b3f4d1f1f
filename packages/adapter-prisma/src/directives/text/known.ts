import { nearestOf } from "@migts/core/adapter";
import type { Report } from "../../to-schema/reading/report.ts";
import type { Directive, DirectiveArgument, Spot } from "./directive.ts";

interface Known {
  /** Where it may stand. */
  readonly on: readonly Spot[];
  /** How it is written, for messages. */
  readonly example: string;
  /** Whether it needs something without a name. "field": only above a model. */
  readonly subject: "always" | "above a model";
  readonly named: readonly string[];
  /** It may stand several times above one thing. */
  readonly repeats?: true;
}

/** All directives. */
const known: Readonly<Record<string, Known>> = {
  renamedFrom: {
    on: ["model", "field", "enum", "value"],
    example: "@mig.renamedFrom(old_name)",
    subject: "always",
    named: [],
    repeats: true,
  },
  check: { on: ["model", "field"], example: "@mig.check(price > 0)", subject: "always", named: ["name"], repeats: true },
  index: {
    on: ["model", "field"],
    example: "@mig.index([lower(email)], unique: true)",
    subject: "above a model",
    named: ["name", "using", "unique", "include", "where", "nullsNotDistinct"],
    repeats: true,
  },
  exclude: {
    on: ["model"],
    example: "@mig.exclude([room with =, during with &&])",
    subject: "always",
    named: ["name", "using", "where", "deferrable"],
    repeats: true,
  },
  comment: { on: ["model", "field", "enum"], example: "@mig.comment('what it is')", subject: "always", named: [] },
  generated: { on: ["field"], example: "@mig.generated(price * amount)", subject: "always", named: ["virtual"] },
  default: { on: ["field"], example: "@mig.default(gen_random_uuid())", subject: "always", named: [] },
};

const names = Object.keys(known);

const words: Readonly<Record<Spot, string>> = { model: "a model", field: "a field", enum: "an enum", value: "an enum's value" };

/** The directives of one thing that mig knows, and that may stand there. The others are reported. */
export function checkedDirectives(directives: readonly Directive[], spot: Spot, report: Report): readonly Directive[] {
  const seen = new Set<string>();
  return directives.filter((directive) => {
    const problem = problemOf(directive, spot, seen);
    seen.add(directive.name);
    if (problem !== undefined) report.error("PRISMA_DIRECTIVE", problem.at, problem.message);
    return problem === undefined;
  });
}

function problemOf(
  { name, at, args }: Directive,
  spot: Spot,
  seen: ReadonlySet<string>,
): { readonly at: number; readonly message: string } | undefined {
  const about = Object.hasOwn(known, name) ? known[name] : undefined;
  if (about === undefined) return { at, message: `mig knows no directive @mig.${name}.${meant(name, names, "@mig.")}` };
  if (!about.on.includes(spot)) {
    const places = about.on.map((place) => words[place]).join(" or ");
    return { at, message: `@mig.${name} stands above ${places}, not above ${words[spot]}.` };
  }
  if (about.repeats !== true && seen.has(name)) return { at, message: `@mig.${name} stands here twice.` };
  const unnamed = args.filter((argument) => argument.name === undefined);
  const needsSubject = about.subject === "always" || spot === "model";
  if (unnamed.length > 1) return { at: unnamed[1]?.at ?? at, message: tooMany(about, name) };
  if (needsSubject && (unnamed[0]?.text ?? "") === "")
    return { at: unnamed[0]?.at ?? at, message: `Expected something such as ${about.example}.` };
  return argumentProblem(name, about, args);
}

/** An index and an exclusion take several things, in brackets. */
const tooMany = ({ example }: Known, name: string): string =>
  example.includes("[")
    ? `@mig.${name} takes several of these in brackets: ${example}.`
    : `@mig.${name} takes one of these: ${example}. Parentheses keep commas together.`;

function argumentProblem(
  directive: string,
  { named, example }: Known,
  args: readonly DirectiveArgument[],
): { readonly at: number; readonly message: string } | undefined {
  const seen = new Set<string>();
  for (const { name, at, text } of args) {
    if (name === undefined) continue;
    if (!named.includes(name)) {
      const all = named.length === 0 ? "It has none." : `It has ${named.join(", ")}.`;
      return { at, message: `@mig.${directive} has no argument "${name}".${meant(name, named) || ` ${all}`}` };
    }
    if (seen.has(name)) return { at, message: `The argument "${name}" stands here twice.` };
    if (text === "") return { at, message: `Expected a value for "${name}", as in ${example}.` };
    seen.add(name);
  }
  return undefined;
}

function meant(name: string, candidates: readonly string[], before = ""): string {
  const nearest = nearestOf(name, candidates);
  return nearest === undefined ? "" : ` Did you mean ${before}${nearest}?`;
}
