import { expect, test } from "vitest";
import { emptySchema } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { extensionKind } from "./kind.ts";
import type { Extension } from "./model.ts";

const citext = (rest: Omit<Extension, "kind" | "name">): Extension => ({
  kind: "extension",
  name: "citext",
  installedIn: "public",
  ...rest,
});
const ends = { before: emptySchema, after: emptySchema };

test.each<{ says: string; live: Extension; wanted: Extension; gives: object | undefined }>([
  {
    says: "each server's own version is the same",
    live: citext({ version: "1.6", isDefaultVersion: true }),
    wanted: citext({ version: "1.8", isDefaultVersion: true }),
    gives: undefined,
  },
  {
    says: "a source that names none means any",
    live: citext({ version: "1.5" }),
    wanted: { kind: "extension", name: "citext" },
    gives: undefined,
  },
  {
    says: "an old one is updated to the server's own",
    live: citext({ version: "1.5" }),
    wanted: citext({ version: "1.8", isDefaultVersion: true }),
    gives: { version: null },
  },
  {
    says: "the server's own, named",
    live: citext({ version: "1.8", isDefaultVersion: true }),
    wanted: citext({ version: "1.8" }),
    gives: undefined,
  },
  {
    says: "another one, named",
    live: citext({ version: "1.8", isDefaultVersion: true }),
    wanted: citext({ version: "1.7" }),
    gives: { version: "1.7" },
  },
])("$says", ({ live, wanted, gives }) => {
  const settled = extensionKind.settleNames?.(wanted, live) ?? wanted;
  const isSame = sameData(extensionKind.normalize(settled), extensionKind.normalize(live));
  expect(isSame).toBe(gives === undefined);
  if (gives !== undefined) expect(extensionKind.alter(live, settled, ends)).toEqual([{ kind: "alterExtension", name: "citext", ...gives }]);
});
