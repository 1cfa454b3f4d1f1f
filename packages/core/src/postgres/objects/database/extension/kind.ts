import type { Use } from "../../../../schema/use.ts";
import { quoteLiteral } from "../../../sql/literal.ts";
import { literal, sql, type Sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import type { Extension } from "./model.ts";
import type { AlterExtension, CreateExtension, DropExtension } from "./operations.ts";

export const extensionKind: PostgresKind<Extension, CreateExtension | AlterExtension | DropExtension> = {
  kind: "extension",
  owns: ({ name }) => [resource.extension(name)],
  uses: ({ installedIn, requires = [] }) =>
    [...(installedIn === undefined ? [] : [resource.schema(installedIn)]), ...requires.map(resource.extension)].map((of): Use => ({
      of,
      how: "blocks",
      follows: true,
    })),
  renamed: (extension, names) => {
    const to = extension.installedIn === undefined ? undefined : names.get(resource.schema(extension.installedIn));
    return to === undefined ? extension : { ...extension, installedIn: to.name };
  },
  normalize: compared,
  create: (extension) => [{ ...pinned(extension), kind: "createExtension" }],
  drop: ({ name }) => [{ kind: "dropExtension", name }],
  alter: alterExtension,
  addresses: {
    extension: {
      sql: ({ name }) => sql`extension ${{ name }}`,
      key: ({ name }) => resource.extension(name),
      commentLock: "none",
      setStandardComment,
    },
  },
  // A source that names neither schema nor version means whichever there is.
  settleNames: (wanted, live) => {
    const { isDefaultVersion: _, ...named } = live;
    return { ...(wanted.version === undefined || wanted.version === live.version ? live : named), ...wanted };
  },
};

/** With its version only where that is not the server's own choice. */
function pinned({ isDefaultVersion, isFixed: _, version, ...extension }: Extension): Extension {
  return version === undefined || isDefaultVersion === true ? extension : { ...extension, version };
}

function compared(extension: Extension): Extension {
  const { requires: _, ...rest } = pinned(extension);
  return rest;
}

function alterExtension(from: Extension, to: Extension): readonly AlterExtension[] {
  const [had, wanted] = [pinned(from), pinned(to)];
  const installedIn = wanted.installedIn === had.installedIn ? undefined : wanted.installedIn;
  if (installedIn !== undefined && from.isFixed === true) {
    const { version } = wanted;
    return [{ kind: "alterExtension", name: to.name, installedIn, ...(version === undefined ? {} : { version }), recreate: true }];
  }
  return [
    {
      kind: "alterExtension",
      name: to.name,
      ...(installedIn === undefined ? {} : { installedIn }),
      ...(wanted.version === had.version ? {} : { version: wanted.version ?? null }),
    },
  ];
}

/** An extension comes with a comment, which is in a file of the server. */
function setStandardComment({ name }: { readonly name: string }): Sql {
  const comment = `(select a.comment from pg_catalog.pg_available_extensions() a where a.name = ${quoteLiteral(name)})`;
  return sql`do ${literal(`begin execute format('comment on extension %I is %L', ${quoteLiteral(name)}, ${comment}); end`)}`;
}
