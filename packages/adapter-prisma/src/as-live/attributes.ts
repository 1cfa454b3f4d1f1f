import { isStoredLong, normalizeType, type Column } from "@migts/core/adapter";

type Attributes = Pick<Column, "storage" | "compression" | "statistics" | "options">;

/**
 * Storage, compression, statistics target and options of a column, for which schema.prisma has no words. Another type may take no
 * storage and compression: then these go.
 */
export function attributesAsLive(wanted: Column, { storage, compression, statistics, options, type }: Column): Attributes {
  const takesStorage = bareType(wanted.type) === bareType(type) || isStoredLong(wanted.type);
  return {
    ...(storage === undefined || !takesStorage ? {} : { storage }),
    ...(compression === undefined || !takesStorage ? {} : { compression }),
    ...(statistics === undefined ? {} : { statistics }),
    ...(options === undefined ? {} : { options }),
  };
}

/** Without a schema and a length. */
const bareType = (type: string): string =>
  normalizeType(type)
    .replace(/^(?:"(?:[^"]|"")+"|[^\s".]+)\./u, "")
    .replace(/\(.*\)/u, "");
