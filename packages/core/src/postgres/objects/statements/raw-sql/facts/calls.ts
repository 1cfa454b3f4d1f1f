import type { CalledFunction } from "../../../../../operation/spec.ts";

/** What stands before a parenthesis and calls nothing, or only what is known to change nothing. */
const harmless = new Set(
  `select from where and or not in values as on using exists any all some set by when then else case over filter within group union
   intersect except with distinct returning limit offset join lateral only into like ilike between is check default key unique
   references primary foreign include table index view if exclude analyze verbose vacuum reindex repack cluster full refresh concurrently
   partition range list hash to for returns function procedure language operator count sum avg min max array_agg string_agg json_agg
   jsonb_agg jsonb_object_agg json_object_agg bool_and bool_or every row_number rank dense_rank lag lead coalesce nullif greatest least
   now lower upper trim btrim ltrim rtrim length char_length substring substr replace split_part concat concat_ws format left right md5
   abs ceil ceiling floor round trunc mod power sqrt random gen_random_uuid extract date_trunc date_part age to_char to_date
   to_timestamp to_number clock_timestamp statement_timestamp transaction_timestamp generate_series unnest array cast row interval
   timestamp timestamptz time date numeric decimal varchar char character varying bit float position overlay regexp_replace
   regexp_match regexp_matches regexp_split_to_array string_to_array array_to_string array_length cardinality array_append array_remove
   array_position to_json to_jsonb json_build_object jsonb_build_object json_build_array jsonb_build_array jsonb_set
   jsonb_array_elements jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys jsonb_typeof jsonb_strip_nulls encode
   decode digest setval nextval currval lastval pg_get_serial_sequence current_setting set_config current_user current_timestamp
   localtimestamp to_regclass pg_typeof hashtext`.split(/\s+/u),
);

/** Keywords of PL/pgSQL that parentheses may follow, and functions that quote text. */
const ofBlocks = new Set(
  `if elsif while return perform raise exit continue loop call explain execute immediate conflict foreach slice assert cursor
   quote_ident quote_literal quote_nullable gen_salt gen_random_bytes uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4
   uuid_generate_v5 uuidv4 uuidv7 sets grouping rollup cube columns passing xmlelement xmlforest window`.split(/\s+/u),
);

/** Whether a function changes no rows, as far as its name tells. */
export const isHarmlessCall = ({ schema, name }: CalledFunction): boolean =>
  (schema === undefined || schema === "pg_catalog") && (harmless.has(name) || ofBlocks.has(name));

const runsQueries =
  /^(?:select|with|values|insert|update|delete|merge|table|copy)\b|^create (?:[a-z]+ )*(?:table|materialized view)\b.*\bas (?:\( )*(?:select|with|values|table)\b/u;

/** Whether a statement of rows calls a function that mig does not know: such a one may do anything. */
export function callsUnknown(words: string): boolean {
  if (!runsQueries.test(words)) return false;
  // A table's or a CTE's list of columns is no call.
  const text = words
    .replaceAll(/\b(?:into|references|on|table(?: if not exists)?|copy|view(?: if not exists)?) (?:only )?\S+ \(/gu, " ")
    .replaceAll(/\b(?:with(?: recursive)?) \S+ \(/gu, " ")
    .replaceAll(/\bas (?:not )?(?:materialized )?\(/gu, " ");
  return (
    [...text.matchAll(/(\S+) \(/gu)].some(([, name = ""]) => name !== "(" && name !== "?" && name !== "*" && !harmless.has(name)) ||
    /\? \(/u.test(text)
  );
}
