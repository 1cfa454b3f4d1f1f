import type { AnyOperation } from "../operation/operation.ts";
import { printValue } from "./print.ts";

/** What a new revision file says. */
export interface RevisionDraft {
  readonly revision: string;
  /** Empty: it is a base. */
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  /** Written as it is, for people. */
  readonly createdAt: string;
  readonly upgrade: readonly AnyOperation[];
  readonly downgrade: readonly AnyOperation[];
  /** Files of SQL that `upgrade` runs after its operations, relative to the revision. Absent: none. */
  readonly sqlFiles?: readonly { readonly path: string; readonly sha256: string }[];
  /** What of another tool's history it stands for, as `adoptedText` says it. Absent: nothing. */
  readonly adopts?: string;
  /** Why there is no way back. Absent: `downgrade` is the way back. */
  readonly irreversible?: string;
  /** The module that its types come from. Absent: "@migts/core/op". */
  readonly typesFrom?: string;
  /** It will be filled by hand: comments say with what. Absent: it is whole as it is. */
  readonly blank?: true;
  /** What is to be known of an operation, for a comment above it. Absent: nothing of any. */
  readonly remarksOf?: RemarksOf;
}

/** Lines about an operation. */
export type RemarksOf = (op: AnyOperation) => readonly string[];

/** The TypeScript text of a revision file. */
export function revisionFileText(draft: RevisionDraft): string {
  return `${leadingComment(draft)}import type { Op } from "${typesFrom(draft)}";

${headerText(draft)}
${
  draft.blank === true
    ? blankFunctions
    : `${functionText("upgrade", upgradeText(draft))}
${wayBackText(draft)}`
}`;
}

/** Where its types come from. */
export const typesFrom = (draft: RevisionDraft): string => draft.typesFrom ?? "@migts/core/op";

/** What a revision builds on, for people. */
export const revisesText = ({ downRevisions }: RevisionDraft): string => (downRevisions.length === 0 ? "(base)" : downRevisions.join(", "));

/** The comment at the top: the message, and the facts. */
export const leadingComment = (draft: RevisionDraft): string => `${comment(draft.message)}//
// Revision: ${draft.revision}
// Revises: ${revisesText(draft)}
// Created: ${draft.createdAt}
${draft.adopts === undefined ? "" : `// Adopts: ${draft.adopts}\n`}`;

/** The declarations that make the file a revision. */
export const headerText = (draft: RevisionDraft): string => `export const revision = ${printValue(draft.revision)};
export const downRevision = ${printIds(draft.downRevisions)};
export const branchLabels = ${printList(draft.branchLabels)};
export const dependsOn = ${printList(draft.dependsOn)};
`;

/** What stands in functions that will be filled by hand. */
export const blankBody = {
  upgrade: `  // op.execute("update users set active = true");       SQL, as it is
  // op.createIndex({ ... }), op.addColumn({ ... }), ...  operations, with types
  // const rows = await op.query("select ...");          reads what is there by then
`,
  downgrade: `  // The way back.
`,
} as const;

const blankFunctions = `export async function upgrade(op: Op): Promise<void> {
${blankBody.upgrade}}

export async function downgrade(op: Op): Promise<void> {
${blankBody.downgrade}}
`;

const noRemarks: RemarksOf = () => [];

/** The body of `upgrade` or `downgrade`: one call an operation, each indented by two spaces, with remarks as comments above. */
export function operationsText(ops: readonly AnyOperation[], remarksOf: RemarksOf = noRemarks): string {
  return ops
    .map(
      (op) =>
        `${remarksOf(op)
          .map((remark) => comment(remark).replaceAll(/^/gmu, "  ").trimEnd() + "\n")
          .join("")}  ${operationCall(op)}\n`,
    )
    .join("");
}

/** One operation as the call that records it. SQL of several lines is written as it is. */
function operationCall({ kind, ...payload }: AnyOperation): string {
  const sql: unknown = "sql" in payload && Object.keys(payload).length === 1 ? payload.sql : undefined;
  if (kind === "execute" && typeof sql === "string" && isWrittenAsIs(sql)) return `op.execute(\`${asTemplate(sql)}\`);`;
  return `op.${kind}(${printValue(payload, "  ", 100 - kind.length - 6)});`;
}

/** A text of several lines that a template can hold: without signs that an editor does not show, and without ends of line that change. */
const isWrittenAsIs = (sql: string): boolean => sql.includes("\n") && !/[\p{Cc}\u2028\u2029\uFEFF]/u.test(sql.replaceAll(/[\n\t]/gu, ""));

const asTemplate = (text: string): string => text.replaceAll(/[\\`]|\$\{/gu, "\\$&");

/** The body of `upgrade`. */
export const upgradeText = ({ upgrade, sqlFiles = [], remarksOf }: RevisionDraft): string =>
  operationsText(upgrade, remarksOf) +
  sqlFiles.map(({ path, sha256 }) => `  op.executeFile(${printValue(path)}, { sha256: ${printValue(sha256)} });\n`).join("");

const functionText = (name: string, body: string): string =>
  body === "" ? `export function ${name}(_op: Op): void {}\n` : `export function ${name}(op: Op): void {\n${body}}\n`;

const wayBackText = ({ irreversible, downgrade, remarksOf }: RevisionDraft): string =>
  irreversible === undefined
    ? functionText("downgrade", operationsText(downgrade, remarksOf))
    : `/** Why there is no downgrade. */\nexport const irreversible = ${printValue(irreversible)};\n`;

const comment = (message: string): string =>
  message
    .split(/\r\n|[\r\n\u2028\u2029]/u)
    .map((line) => `// ${line}`.trimEnd())
    .join("\n") + "\n";

const printIds = (ids: readonly string[]): string => (ids.length === 0 ? "null" : printValue(ids.length === 1 ? ids[0] : ids));

const printList = (items: readonly string[]): string => (items.length === 0 ? "null" : printValue(items));
