/** Types that are no domains, as statements write them. */
export const plainTypes =
  /^(?:smallint|integer|int|int2|int4|int8|bigint|real|float|float4|float8|double precision|numeric|decimal|boolean|bool|text|character varying|varchar|character|char|bytea|date|time|timetz|timestamp|timestamptz|interval|(?:time|timestamp) with(?:out)? time zone|uuid|json|jsonb|xml|inet|cidr|macaddr|macaddr8|bit|bit varying|varbit|money|point|line|lseg|box|path|polygon|circle|tsvector|tsquery|int4range|int8range|numrange|daterange|tsrange|tstzrange|oid|citext)(?: null)?$/u;
