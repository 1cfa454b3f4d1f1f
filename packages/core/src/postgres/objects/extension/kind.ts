import type { ObjectKind } from "../../../operation/object-kind.ts";
import type { Extension } from "./model.ts";
import type { AlterExtension, CreateExtension, DropExtension } from "./operations.ts";

export const extensionKind: ObjectKind<Extension, CreateExtension | AlterExtension | DropExtension> = {
  kind: "extension",
  dependsOn: ({ installedIn }) => (installedIn === undefined ? [] : [{ kind: "schema", name: installedIn }]),
  normalize: (extension) => extension,
  create: (extension) => [{ ...extension, kind: "createExtension" }],
  drop: ({ name }) => [{ kind: "dropExtension", name }],
  alter: (from, to) => [
    {
      kind: "alterExtension",
      name: to.name,
      ...(to.installedIn === undefined || to.installedIn === from.installedIn ? {} : { installedIn: to.installedIn }),
      ...(to.version === undefined || to.version === from.version ? {} : { version: to.version }),
    },
  ],
  // A source that names neither schema nor version means whichever there is.
  settleNames: (wanted, live) => ({ ...live, ...wanted }),
};
