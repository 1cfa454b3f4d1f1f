import {
  blankBody,
  headerText,
  leadingComment,
  operationsText,
  revisesText,
  typesFrom,
  upgradeText,
  type RevisionDraft,
} from "./revision-file.ts";

/** What a template must hold: without one of these the file would be no revision. */
const needed = ["header", "upgrade", "downgrade"] as const;

/** What a template may hold. */
const partNames: readonly string[] = ["comment", ...needed, "message", "revision", "revises", "createdAt", "typesFrom"];

const part = /\{\{\s*(\w+)\s*\}\}/gu;

/** The usual form of a revision file, as a template. */
export const usualTemplate = `{{comment}}
import type { Op } from "{{typesFrom}}";

{{header}}

export async function upgrade(op: Op): Promise<void> {
{{upgrade}}
}

export async function downgrade(op: Op): Promise<void> {
{{downgrade}}
}
`;

/** What is wrong with a template, in words that follow "The template ...". Undefined: nothing. */
export function templateProblem(template: string): string | undefined {
  const parts = [...template.matchAll(part)].map(([, name = ""]) => name);
  const unknown = parts.find((name) => !partNames.includes(name));
  if (unknown !== undefined) return `holds {{${unknown}}}, which is none of {{${partNames.join("}}, {{")}}}`;
  const missing = needed.find((name) => !parts.includes(name));
  if (missing !== undefined) return `lacks {{${missing}}}`;
  const twice = needed.find((name) => parts.indexOf(name) !== parts.lastIndexOf(name));
  if (twice !== undefined) return `holds {{${twice}}} more than once`;
  const lacking = (["upgrade", "downgrade"] as const).find(
    (name) => !new RegExp(String.raw`\bexport\s+(?:default\s+)?(?:async\s+)?(?:function|const)\s+${name}\b`, "u").test(template),
  );
  return lacking === undefined ? undefined : `exports no function ${lacking}`;
}

/** A revision file made of a template. */
export function fillTemplate(template: string, draft: RevisionDraft): string {
  const body = (ops: RevisionDraft["upgrade"], name: "upgrade" | "downgrade"): string =>
    (draft.blank === true ? blankBody[name] : name === "upgrade" ? upgradeText(draft) : operationsText(ops, draft.remarksOf)).trimEnd();
  const parts: Readonly<Record<string, string>> = {
    comment: leadingComment(draft).trimEnd(),
    header: headerText(draft).trimEnd(),
    upgrade: body(draft.upgrade, "upgrade"),
    downgrade: body(draft.downgrade, "downgrade"),
    message: draft.message.replaceAll(/[\r\n\u2028\u2029]+/gu, " "),
    revision: draft.revision,
    revises: revisesText(draft),
    createdAt: draft.createdAt,
    typesFrom: typesFrom(draft),
  };
  return template.replaceAll(part, (whole, name: string) => parts[name] ?? whole);
}
