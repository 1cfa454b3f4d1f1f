import type { NamingContext } from "../../../../operation/ends.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { columnsOf } from "../columns.ts";
import { normalLacking } from "../lacking.ts";
import type { Index, IndexElement } from "./model.ts";

/** An index with every default left out, comparable by content. */
export function normalizeIndex(index: Index): Index {
  const { method, include, where, storage, lackedBy, ...rest } = index;
  return {
    ...rest,
    ...(method === undefined || method === "btree" ? {} : { method }),
    columns: index.columns.map(normalizeElement),
    ...(include === undefined || include.length === 0 ? {} : { include }),
    ...(where === undefined ? {} : { where: withoutOuterParentheses(where) }),
    ...normalStorage(storage),
    ...normalLacking({ lackedBy: lackedBy ?? [] }),
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
 * one of any schema. A class that is the default of its own type need not be named, nor the collation of the column.
 */
export function settleElements<Element extends IndexElement>(
  wanted: readonly Element[],
  live: Pick<Index, "schema" | "table" | "columns">,
  context?: NamingContext,
): readonly Element[] {
  if (wanted.length !== live.columns.length) return wanted;
  return wanted.map((element, at) =>
    settleElement(element, live.columns[at] ?? {}, { defaults: context?.defaults, own: collationOf(element, live, context) }),
  );
}

interface Unsaid {
  /** Operator classes that are the default of their type. */
  readonly defaults: ReadonlySet<string> | undefined;
  /** The collation of the column. Absent: that of its type, or it is not known. */
  readonly own: string | undefined;
}

function settleElement<Element extends IndexElement>(element: Element, live: IndexElement, { defaults, own }: Unsaid): Element {
  const { operatorClass, collation, ...rest } = element;
  const named = operatorClass === undefined ? undefined : settleName(operatorClass, live.operatorClass);
  const goesWithoutSaying = live.operatorClass === undefined && named !== undefined && defaults?.has(unquoted(lastPart(named))) === true;
  const collated = collation === undefined ? undefined : settleName(collation, live.collation ?? own);
  const isOwn = live.collation === undefined && collated !== undefined && collated === (own ?? '"default"');
  return {
    ...rest,
    ...(named === undefined || goesWithoutSaying ? {} : { operatorClass: named }),
    ...(collated === undefined || isOwn ? {} : { collation: collated }),
  } as Element; // the same fields
}

function collationOf(
  { column }: IndexElement,
  { schema, table }: Pick<Index, "schema" | "table">,
  context: NamingContext | undefined,
): string | undefined {
  if (column === undefined || context === undefined) return undefined;
  return columnsOf(context.wanted, { schema, name: table }).find(({ name }) => name === column)?.collation;
}

/** The live spelling, if it is the wanted name with a schema before it. */
export function settleName(wanted: string, live: string | undefined): string {
  const bare = wanted.replace(/^pg_catalog\./u, "");
  return live !== undefined && (live === bare || live.endsWith(`.${bare}`)) ? live : bare;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
