import { foreignKeysOf } from "./foreign-key-sql.ts";
import { checksOf, indexesOf, indexName, placed, quoted, text, uniquesOf, type Shown } from "./shown.ts";

const comment = (what: string): string => `comment on ${what} is ${text(`about "it"'s \\ ${what.length}\nsecond line`)}`;

export function commentsSql(design: Shown): readonly string[] {
  return [
    ...design.schemas.slice(1).map((name) => comment(`schema ${quoted(name)}`)),
    ...design.enums.filter((item) => item.comment).map((type) => comment(`type ${placed(type)}`)),
    ...design.sequences.filter((item) => item.comment).map((sequence) => comment(`sequence ${placed(sequence)}`)),
    ...design.tables.flatMap((table) => {
      const constraints = [
        ...(table.comment ? [`${table.keyName} ${table.name}`] : []),
        ...uniquesOf(table).flatMap((unique) => (unique.comment ? [`${unique.name} ${table.name}`] : [])),
        ...checksOf(table).flatMap((check) => (check.comment ? [check.name] : [])),
        ...foreignKeysOf(table, design).flatMap((key) => (key.comment ? [key.name] : [])),
      ];
      const indexes = indexesOf(table)
        .filter((item) => item.comment)
        .map((index) => indexName(table, index));
      return [
        ...(table.comment
          ? [
              comment(`table ${placed(table)}`),
              comment(`index ${placed({ schema: table.schema, name: `${table.keyName} ${table.name}` })}`),
            ]
          : []),
        ...table.columns.filter((item) => item.comment).map(({ name }) => comment(`column ${placed(table)}.${quoted(name)}`)),
        ...constraints.map((name) => comment(`constraint ${quoted(name)} on ${placed(table)}`)),
        ...indexes.map((name) => comment(`index ${placed({ schema: table.schema, name })}`)),
      ];
    }),
  ];
}
