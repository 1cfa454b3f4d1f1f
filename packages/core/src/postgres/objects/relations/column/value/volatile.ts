/** Functions of PostgreSQL's that give one value for a whole statement, or always the same for the same arguments. */
const steady = new Set(
  `now transaction_timestamp statement_timestamp current_setting current_user current_schema session_user user to_timestamp
  to_date to_char to_number make_date make_time make_timestamp make_timestamptz make_interval date_trunc timezone age
  date_part extract coalesce nullif greatest least lower upper length concat concat_ws trim btrim ltrim rtrim lpad rpad
  left right replace substring split_part md5 decode encode repeat abs round ceil ceiling floor power sqrt
  jsonb_build_object jsonb_build_array json_build_object json_build_array to_jsonb to_json array_fill string_to_array
  array_append array_cat array_length cardinality txid_current pg_current_xact_id inet_client_addr row array numeric varchar
  character bit varbit time timestamp interval cast int4range int8range numrange tsrange tstzrange daterange`.split(/\s+/u),
);

/**
 * Whether a default may differ from row to row, so that ADD COLUMN must write every row. A function that is not known
 * here counts as one that does.
 */
export function isVolatile(text: string): boolean {
  const code = text.replaceAll(/[eE]?'(?:[^']|'')*'/gu, "''");
  return [...code.matchAll(/([\p{L}_][\p{L}\p{N}_$]*)"?\s*\(/gu)].some(([, name]) => !steady.has((name ?? "").toLowerCase()));
}
