import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes n revision files as mig does: one line of descent with a fork and a merge every 50. */
export function writeRevisions(folder, n) {
  mkdirSync(folder, { recursive: true });
  let parents = [];
  for (let at = 0; at < n; at += 1) {
    const fork = at % 50 === 48 && at > 0 && at < n - 2;
    const ids = fork ? [idOf(at), idOf(at + 1)] : [idOf(at)];
    for (const id of ids) writeFileSync(join(folder, `${id}_step.ts`), fileText(id, parents));
    if (fork) at += 1;
    parents = ids;
  }
  return parents;
}

const idOf = (at) => ((at * 2654435761) % 2 ** 40).toString(16).padStart(10, "0") + (at % 256).toString(16).padStart(2, "0");

const literal = (ids) => (ids.length === 0 ? "null" : JSON.stringify(ids.length === 1 ? ids[0] : ids));

const fileText = (id, parents) => `// step
//
// Revision: ${id}
// Revises: ${parents.join(", ") || "(base)"}
// Created: 2026-01-02T03:04:05+00:00
import type { Op } from "@migts/core/op";

export const revision = "${id}";
export const downRevision = ${literal(parents)};
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Op): void {
  op.addColumn({ schema: "public", table: "step", name: "c_${id}", type: "text" });
}

export function downgrade(op: Op): void {
  op.dropColumn({ schema: "public", table: "step", name: "c_${id}" });
}
`;
