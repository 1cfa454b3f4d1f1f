import type { Use } from "../../../../schema/use.ts";
import { resource } from "../../resources.ts";

/** Those of the system, which are always there. */
const builtIn: ReadonlySet<string> = new Set(["heap", "btree", "hash", "gist", "gin", "spgist", "brin"]);

/** The resource keys of what something uses that names this access method. Absent: it has the usual one. */
export const methodKeys = (name: string | undefined): readonly string[] =>
  name === undefined || builtIn.has(name) ? [] : [resource.accessMethod(name)];

export const usesOfMethod = (name: string | undefined): readonly Use[] => methodKeys(name).map((of) => ({ of, how: "blocks" }));
