import type { PostgresKind } from "../../kind.ts";
import { renamedSetting, usesOfSetting } from "../on-relation.ts";
import type { ClusteredIndex } from "./model.ts";
import type { DropClusteredIndex, SetClusteredIndex } from "./operations.ts";

export const clusteredIndexKind: PostgresKind<ClusteredIndex, SetClusteredIndex | DropClusteredIndex> = {
  kind: "clusteredIndex",
  owns: () => [],
  uses: usesOfSetting,
  goesAlong: "always",
  renamed: renamedSetting,
  normalize: (index) => index,
  create: (index) => [{ ...index, kind: "setClusteredIndex" }],
  drop: ({ schema, name }) => [{ kind: "dropClusteredIndex", schema, name }],
  alter: (_, to) => [{ ...to, kind: "setClusteredIndex" }],
};
