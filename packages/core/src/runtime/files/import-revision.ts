import { readFileSync } from "node:fs";
import { isMigError, MigError } from "../../errors.ts";
import type { Revision } from "../../revision/revision.ts";
import type { Op } from "../record/op.ts";
import { checksumsOf } from "./checksums.ts";
import { importModule, type ProvidedModules } from "./import-module.ts";
import { fileHangs, withPatience } from "./patience.ts";
import { firstLine, placeInFile } from "./place-in-file.ts";
import { runPlainRevision } from "./plain-module.ts";

/** One way of a revision: it records operations. */
export type RevisionFunction = (op: Op) => void | Promise<void>;

/** What a revision file exports beside its header. */
export interface RevisionModule {
  /** Absent: the file exports none. */
  readonly upgrade?: RevisionFunction;
  readonly downgrade?: RevisionFunction;
  /** Why there is no way back. Absent: `downgrade` is the way back. */
  readonly irreversible?: string;
  /** SHA-256 of the file's text, line ends aside, and of what it does. Absent: there is no file. */
  readonly checksum?: string;
  readonly effect?: string;
}

/** Types are all that revision files take from here, but an import that only names types may stay in the translation. */
const opModule: ProvidedModules = { "@migts/core/op": async () => ({}), "@migts/cli/op": async () => ({}) };

export interface ImportRevisionOptions {
  /** Absent: types of "@migts/core/op" alone. */
  readonly modules?: ProvidedModules;
  /** How long the file may wait at its top level; 0: for ever. Absent: 60. */
  readonly seconds?: number;
  /** Told of a file that waits. */
  readonly onSlow?: (file: string, seconds: number) => void;
}

/** Runs a revision's file to get its functions. */
export async function importRevision(
  revision: Revision,
  { modules = {}, seconds = 60, onSlow }: ImportRevisionOptions = {},
): Promise<RevisionModule> {
  const { file } = revision;
  if (file === undefined) return {};
  try {
    const text = readFileSync(file, "utf8");
    const load = (): Promise<Readonly<Record<string, unknown>>> =>
      withPatience(importModule(file, { modules: { ...opModule, ...modules } }), {
        seconds,
        onSlow: (waited) => onSlow?.(file, waited),
        onLimit: (waited) => fileHangs(file, waited),
      });
    const exported = withDefault(runPlainRevision(text, file) ?? (await load()));
    const { irreversible } = exported;
    return {
      ...functionOf("upgrade", exported["upgrade"]),
      ...functionOf("downgrade", exported["downgrade"]),
      ...(typeof irreversible === "string" ? { irreversible } : {}),
      ...checksumsOf(text),
    };
  } catch (error) {
    if (isMigError(error)) throw error;
    const place = placeInFile(error, file);
    throw new MigError(
      "REVISION_FILE_BROKEN",
      { file: place.line === undefined ? file : `${file}:${place.line}`, problem: firstLine(error) },
      { cause: error, place },
    );
  }
}

/** Functions may also stand in the default export: `module.exports` of CommonJS is one. */
function withDefault(exported: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const whole = exported["default"];
  return typeof whole === "object" && whole !== null ? { ...whole, ...exported } : exported;
}

function functionOf<Name extends "upgrade" | "downgrade">(name: Name, value: unknown): { readonly [N in Name]?: RevisionFunction } {
  return (typeof value === "function" ? { [name]: value } : {}) as { readonly [N in Name]?: RevisionFunction }; // the one name
}
