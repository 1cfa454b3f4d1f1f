export {
  emptySchema,
  getObject,
  objectsIn,
  objectsOf,
  putObjects,
  removeObjects,
  schemaOf,
  type DatabaseSchema,
} from "./schema/database-schema.ts";
export type { Diagnostic } from "./schema/diagnostic.ts";
export {
  wholeScope,
  type Adapter,
  type DeclaredRename,
  type Exchange,
  type Followers,
  type Given,
  type ModelSource,
  type Scope,
  type ScratchDatabase,
  type Tool,
} from "./schema/model-source.ts";
export { refKey, refOf, refText, type ObjectRef, type SchemaObject } from "./schema/object.ts";
export type { Revision } from "./revision/revision.ts";
export type { Mirror, MirrorPlace, MirrorScript, OpenMirror } from "./runtime/mirror/mirror.ts";
export { MigError } from "./errors.ts";
export { nearestOf } from "./errors/nearest.ts";
export type { Place } from "./errors/row.ts";
export type { Column, Generated, Identity } from "./postgres/objects/relations/column/model.ts";
export type { Comment } from "./postgres/objects/metadata/comment/model.ts";
export type {
  Check,
  Constraint,
  Exclusion,
  ExclusionElement,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  Unique,
} from "./postgres/objects/relations/constraint/model.ts";
export type { Domain, DomainConstraint } from "./postgres/objects/types/domain/model.ts";
export type { EnumType } from "./postgres/objects/types/enum-type/model.ts";
export type { Extension } from "./postgres/objects/database/extension/model.ts";
export type { Index, IndexElement } from "./postgres/objects/relations/index/model.ts";
export type { NamedSchema } from "./postgres/objects/database/schema/model.ts";
export type { Sequence, SequenceOptions } from "./postgres/objects/relations/sequence/model.ts";
export type { Table } from "./postgres/objects/relations/table/model.ts";
export { quoteIdentifier } from "./postgres/sql/identifier.ts";
export { cutToBytes, generatedName, nameLimit, withEnding } from "./schema/kept-name.ts";
export { quoteLiteral } from "./postgres/sql/literal.ts";
export { scan as scanSql, type Token as SqlToken } from "./postgres/sql/scan.ts";
export { normalizeType } from "./postgres/type/name.ts";
export { integerOfSerial } from "./postgres/type/serial.ts";
export { spelledType } from "./postgres/type/spelling.ts";
export { isStoredLong } from "./postgres/type/storage.ts";
export { keptFile, type KeptFile } from "./runtime/files/kept-file.ts";
export { migVersion } from "./runtime/tables/mig-version.ts";
