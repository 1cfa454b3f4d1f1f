const integers: Readonly<Record<string, string>> = {
  smallserial: "smallint",
  serial2: "smallint",
  serial: "integer",
  serial4: "integer",
  bigserial: "bigint",
  serial8: "bigint",
};

/**
 * What PostgreSQL makes of the words that stand for an integer with a sequence (manual, 8.1.4). Undefined: it is none of them.
 * @example integerOfSerial("bigserial") // "bigint"
 */
export const integerOfSerial = (type: string): string | undefined => integers[type.trim().toLowerCase()];
