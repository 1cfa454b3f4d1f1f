/**
 * Resource keys for `touches`. PostgreSQL keeps tables, indexes, sequences and the like in one namespace per schema,
 * and types (each table has one) in another; constraints are named per table.
 */
export const resource = {
  schema: (name: string): string => `schema ${name}`,
  extension: (name: string): string => `extension ${name}`,
  /** A table, index, sequence or view by name. */
  relation: (schema: string, name: string): string => `relation ${schema}.${name}`,
  /** Which column a sequence belongs to. */
  belonging: (schema: string, name: string): string => `belonging of ${schema}.${name}`,
  type: (schema: string, name: string): string => `type ${schema}.${name}`,
  /** The type of arrays of a type, which comes with it. */
  arrayOf: (schema: string, name: string): string => `type ${schema}.${name}[]`,
  /** The values of a composite type, or of a domain over one, that columns hold: PostgreSQL checks nothing within them. */
  valuesOf: (schema: string, name: string): string => `values of ${schema}.${name}`,
  /** Extended statistics, which have a namespace of their own in each schema. */
  statistics: (schema: string, name: string): string => `statistics ${schema}.${name}`,
  /** Any function, procedure or aggregate of that name: a text does not say which. */
  routine: (schema: string, name: string): string => `routine ${schema}.${name}`,
  /** One function, procedure or aggregate, told apart from others of its name by its argument types. */
  signature: (schema: string, name: string, signature: string): string => `routine ${schema}.${name}(${signature})`,
  /** One operator, told apart from others of its name by the types of its values. */
  operator: (schema: string, name: string, signature: string): string => `operator ${schema}.${name}(${signature})`,
  /** Any operator of that name: a text does not say which. */
  anyOperator: (schema: string, name: string): string => `operator ${schema}.${name}`,
  /** An access method, which is in no schema. */
  accessMethod: (name: string): string => `access method ${name}`,
  /** Families and classes of operators have a namespace each for each index method. */
  operatorFamily: (method: string, schema: string, name: string): string => `operator family ${method} ${schema}.${name}`,
  operatorClass: (method: string, schema: string, name: string): string => `operator class ${method} ${schema}.${name}`,
  /** A cast, told by its types, and a transform, told by its type and language, are in no schema. */
  cast: (name: string): string => `cast ${name}`,
  transform: (name: string): string => `transform ${name}`,
  conversion: (schema: string, name: string): string => `conversion ${schema}.${name}`,
  collation: (schema: string, name: string): string => `collation ${schema}.${name}`,
  /** A policy, which has a name of its own in its table. */
  policy: (schema: string, table: string, name: string): string => `policy ${schema}.${table}.${name}`,
  /** A trigger, which has a name of its own in its table or view. */
  trigger: (schema: string, table: string, name: string): string => `trigger ${schema}.${table}.${name}`,
  /** Parsers, templates, dictionaries and configurations of text search have a namespace each in a schema. */
  textSearchParser: (schema: string, name: string): string => `text search parser ${schema}.${name}`,
  textSearchTemplate: (schema: string, name: string): string => `text search template ${schema}.${name}`,
  textSearchDictionary: (schema: string, name: string): string => `text search dictionary ${schema}.${name}`,
  textSearchConfiguration: (schema: string, name: string): string => `text search configuration ${schema}.${name}`,
  /** An event trigger, which is in no schema. */
  eventTrigger: (name: string): string => `event trigger ${name}`,
  /** A publication, which is in no schema. */
  publication: (name: string): string => `publication ${name}`,
  /** A table in a publication. */
  publishedTable: (schema: string, table: string, publication: string): string => `published table ${schema}.${table}.${publication}`,
  /** A schema in a publication. */
  publishedSchema: (schema: string, publication: string): string => `published schema ${schema}.${publication}`,
  /** That a publication has tables of which columns are listed, or has whole schemas: it cannot have both. */
  listsOfPublication: (publication: string): string => `lists of publication ${publication}`,
  /** Foreign data wrappers, servers and user mappings are in no schema. */
  foreignDataWrapper: (name: string): string => `foreign data wrapper ${name}`,
  foreignServer: (name: string): string => `foreign server ${name}`,
  userMapping: (server: string, role: string): string => `user mapping ${server}.${role}`,
  /** A subscription, which is in no schema. */
  subscription: (name: string): string => `subscription ${name}`,
  /** A rule, which has a name of its own in its table or view. */
  rule: (schema: string, table: string, name: string): string => `rule ${schema}.${table}.${name}`,
  column: (schema: string, table: string, name: string): string => `column ${schema}.${table}.${name}`,
  /** The columns of a table as one value. */
  row: (schema: string, table: string): string => `row ${schema}.${table}`,
  /** The TOAST table, which comes with the first column that may need one. */
  toast: (schema: string, table: string): string => `toast ${schema}.${table}`,
  constraint: (schema: string, table: string, name: string): string => `constraint ${schema}.${table}.${name}`,
  /** The one primary key that a table can have, whatever its name. */
  primaryKey: (schema: string, table: string): string => `primary key ${schema}.${table}`,
  /** A unique index or key over columns, which a foreign key refers to. */
  uniqueKey: (schema: string, table: string, columns: readonly string[]): string =>
    `key ${schema}.${table}(${columns.toSorted().join(",")})`,
  isUniqueKey: (key: string): boolean => key.startsWith("key "),
  /** That there is such a key when a foreign key is made: after one has come, and after one of several has gone. */
  usableKey: (schema: string, table: string, columns: readonly string[]): string =>
    `usable key ${schema}.${table}(${columns.toSorted().join(",")})`,
  /** The same of a key that something owns. */
  usable: (uniqueKey: string): string => `usable ${uniqueKey}`,
} as const;
