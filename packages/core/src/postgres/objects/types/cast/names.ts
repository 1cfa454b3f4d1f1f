import type { Cast } from "./model.ts";

export type CastTypes = Pick<Cast, "source" | "target">;

/** What it is told by. @example castName({ source: "text", target: "public.pair" }) // text AS public.pair */
export const castName = ({ source, target }: CastTypes): string => `${source} AS ${target}`;
