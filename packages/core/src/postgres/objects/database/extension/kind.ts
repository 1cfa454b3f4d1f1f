import type { ObjectKind } from "../../../../operation/object-kind.ts";
import type { Extension } from "./model.ts";
import type { AlterExtension, CreateExtension, DropExtension } from "./operations.ts";

export const extensionKind: ObjectKind<Extension, CreateExtension | AlterExtension | DropExtension> = {
  kind: "extension",
  dependsOn: ({ installedIn }) => (installedIn === undefined ? [] : [{ kind: "schema", name: installedIn }]),
  normalize: compared,
  create: (extension) => [{ ...pinned(extension), kind: "createExtension" }],
  drop: ({ name }) => [{ kind: "dropExtension", name }],
  alter: alterExtension,
  // A source that names neither schema nor version means whichever there is.
  settleNames: (wanted, live) => {
    const { isDefaultVersion: _, ...named } = live;
    return { ...(wanted.version === undefined || wanted.version === live.version ? live : named), ...wanted };
  },
};

/** With its version only where that is not the server's own choice. */
function pinned({ isDefaultVersion, version, ...extension }: Extension): Extension {
  return version === undefined || isDefaultVersion === true ? extension : { ...extension, version };
}

function compared(extension: Extension): Extension {
  const { requires: _, ...rest } = pinned(extension);
  return rest;
}

function alterExtension(from: Extension, to: Extension): readonly AlterExtension[] {
  const [had, wanted] = [pinned(from), pinned(to)];
  return [
    {
      kind: "alterExtension",
      name: to.name,
      ...(wanted.installedIn === undefined || wanted.installedIn === had.installedIn ? {} : { installedIn: wanted.installedIn }),
      ...(wanted.version === had.version ? {} : { version: wanted.version ?? null }),
    },
  ];
}
