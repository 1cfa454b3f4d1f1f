import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import type { Transform } from "./model.ts";

export type TransformOf = Pick<Transform, "type" | "language">;

/** What it is told by. */
export const transformName = ({ type, language }: TransformOf): string => `${type} LANGUAGE ${identifier(language).sql}`;

/** `transform for public.pair LANGUAGE plpython3u`. */
export const transformSql = (name: string): Sql => sql`transform for ${raw(name)}`;
