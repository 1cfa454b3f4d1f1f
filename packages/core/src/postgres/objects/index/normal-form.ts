import { withoutOuterParentheses } from "../../sql/parentheses.ts";
import type { Index, IndexElement } from "./model.ts";

/** An index with every default left out, comparable by content. */
export function normalizeIndex(index: Index): Index {
  const { method, include, where, storage, ...rest } = index;
  return {
    ...rest,
    ...(method === undefined || method === "btree" ? {} : { method }),
    columns: index.columns.map(normalizeElement),
    ...(include === undefined || include.length === 0 ? {} : { include }),
    ...(where === undefined ? {} : { where: withoutOuterParentheses(where) }),
    ...normalStorage(storage),
  };
}

export function normalizeElement<Element extends IndexElement>(element: Element): Element {
  const { nulls, expression, operatorClassParameters, ...rest } = element;
  const inner = expression === undefined ? undefined : withoutOuterParentheses(expression);
  const isDefaultNulls = nulls === (element.order === "desc" ? "first" : "last");
  return {
    ...rest,
    ...(inner === undefined ? {} : columnName.test(inner) ? { column: unquoted(inner) } : { expression: inner }),
    ...(nulls === undefined || isDefaultNulls ? {} : { nulls }),
    ...(operatorClassParameters === undefined ? {} : { operatorClassParameters }),
  } as Element; // the same fields, or a column in place of an expression that is only its name
}

/** An expression that is only a column is the column, for the server too. */
const columnName = /^(?:[a-z_][a-z0-9_]*|"(?:[^"]|"")+")$/u;

const unquoted = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

/** No parameters is the same as none given. */
export const normalStorage = (storage: Index["storage"]): { readonly storage?: Readonly<Record<string, string>> } =>
  storage === undefined || Object.keys(storage).length === 0 ? {} : { storage };

/**
 * The wanted keys, with operator classes and collations spelt as the live ones: a name without schema may be the live
 * one of any schema, and a class that is the default of its own type need not be named.
 */
export function settleElements<Element extends IndexElement>(wanted: readonly Element[], live: readonly IndexElement[]): readonly Element[] {
  if (wanted.length !== live.length) return wanted;
  return wanted.map((element, at) => settleElement(element, live[at] ?? {}));
}

function settleElement<Element extends IndexElement>(element: Element, live: IndexElement): Element {
  const { operatorClass, collation, ...rest } = element;
  const named = operatorClass === undefined ? undefined : settleName(operatorClass, live.operatorClass);
  const goesWithoutSaying = live.operatorClass === undefined && named !== undefined && defaultClasses.has(lastPart(named));
  return {
    ...rest,
    ...(named === undefined || goesWithoutSaying ? {} : { operatorClass: named }),
    ...(collation === undefined ? {} : { collation: settleName(collation, live.collation) }),
  } as Element; // the same fields
}

/** The live spelling, if it is the wanted name with a schema before it. */
export function settleName(wanted: string, live: string | undefined): string {
  const bare = wanted.replace(/^pg_catalog\./u, "");
  return live !== undefined && (live === bare || live.endsWith(`.${bare}`)) ? live : bare;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** Operator classes that are the default of their type in some method: PostgreSQL's own, and those of its usual extensions. */
const defaultClasses: ReadonlySet<string> = new Set(
  `array_ops bit_ops bool_ops box_ops bpchar_ops bytea_ops char_ops cidr_ops circle_ops date_ops enum_ops float4_ops
  float8_ops inet_ops int2_ops int4_ops int8_ops interval_ops jsonb_ops macaddr_ops macaddr8_ops money_ops multirange_ops
  name_ops numeric_ops oid_ops oidvector_ops pg_lsn_ops point_ops poly_ops quad_point_ops range_ops record_ops text_ops
  tid_ops time_ops timestamp_ops timestamptz_ops timetz_ops tsquery_ops tsvector_ops uuid_ops varbit_ops varchar_ops
  xid8_ops xid_ops aclitem_ops cid_ops citext_ops gin_hstore_ops gist_hstore_ops btree_hstore_ops ltree_ops gist_ltree_ops
  gist_int2_ops gist_int4_ops gist_int8_ops gist_float4_ops gist_float8_ops gist_timestamp_ops gist_timestamptz_ops
  gist_time_ops gist_timetz_ops gist_date_ops gist_interval_ops gist_cash_ops gist_macaddr_ops gist_macaddr8_ops gist_text_ops
  gist_bpchar_ops gist_bytea_ops gist_numeric_ops gist_bit_ops gist_vbit_ops gist_oid_ops gist_cidr_ops
  gist_uuid_ops gist_enum_ops gist_bool_ops`.split(/\s+/u),
);
