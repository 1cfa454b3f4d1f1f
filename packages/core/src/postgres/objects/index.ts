import type { Kinds, ObjectKind, SpecsOf } from "../../operation/kinds.ts";
import type { AnyOperation } from "../../operation/operation.ts";
import { schemaOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { CatalogQuery } from "../catalog-query.ts";
import { defaultPrivilegeCatalog } from "./access/default-privilege/catalog.ts";
import { defaultPrivilegeKind } from "./access/default-privilege/kind.ts";
import { defaultPrivilegeOperations, type DefaultPrivilegeOperations } from "./access/default-privilege/operations.ts";
import { privilegeCatalog } from "./access/privilege/catalog.ts";
import { privilegeKind } from "./access/privilege/kind.ts";
import { privilegeOperations, type PrivilegeOperations } from "./access/privilege/operations.ts";
import { ownerCatalog } from "./access/owner/catalog.ts";
import { ownerKind } from "./access/owner/kind.ts";
import { ownerOperations, type OwnerOperations } from "./access/owner/operations.ts";
import { partitionTriggerCatalog } from "./relations/partition-trigger/catalog.ts";
import { partitionTriggerKind } from "./relations/partition-trigger/kind.ts";
import { partitionTriggerOperations, type PartitionTriggerOperations } from "./relations/partition-trigger/operations.ts";
import { clusteredIndexCatalog } from "./relations/clustered-index/catalog.ts";
import { clusteredIndexKind } from "./relations/clustered-index/kind.ts";
import { clusteredIndexOperations, type ClusteredIndexOperations } from "./relations/clustered-index/operations.ts";
import { columnCatalog } from "./relations/column/catalog.ts";
import { columnKind } from "./relations/column/kind.ts";
import { columnOperations, type ColumnOperations } from "./relations/column/operations.ts";
import { collationCatalog } from "./types/collation/catalog.ts";
import { collationKind } from "./types/collation/kind.ts";
import { collationOperations, type CollationOperations } from "./types/collation/operations.ts";
import { commentCatalog } from "./metadata/comment/catalog.ts";
import { commentKind } from "./metadata/comment/kind.ts";
import { commentOperations, type CommentOperations } from "./metadata/comment/operations.ts";
import { anyConstraintOperations, type AnyConstraintOperations } from "./relations/constraint/any-constraint.ts";
import { constraintCatalog } from "./relations/constraint/catalog.ts";
import { checkKind, checkOperations, type CheckOperations } from "./relations/constraint/check.ts";
import { exclusionCatalog } from "./relations/constraint/exclusion-catalog.ts";
import { exclusionKind, exclusionOperations, type ExclusionOperations } from "./relations/constraint/exclusion.ts";
import { foreignKeyKind, foreignKeyOperations, type ForeignKeyOperations } from "./relations/constraint/foreign-key.ts";
import { primaryKeyKind, primaryKeyOperations, type PrimaryKeyOperations } from "./relations/constraint/primary-key.ts";
import { uniqueKind, uniqueOperations, type UniqueOperations } from "./relations/constraint/unique.ts";
import { compositeTypeCatalog } from "./types/composite-type/catalog.ts";
import { compositeTypeKind } from "./types/composite-type/kind.ts";
import { compositeTypeOperations, type CompositeTypeOperations } from "./types/composite-type/operations.ts";
import { domainCatalog, domainConstraintCatalog } from "./types/domain/catalog.ts";
import { domainConstraintKind } from "./types/domain/constraint-kind.ts";
import { domainKind } from "./types/domain/kind.ts";
import { domainOperations, type DomainOperations } from "./types/domain/operations.ts";
import { enumTypeCatalog } from "./types/enum-type/catalog.ts";
import { enumTypeKind } from "./types/enum-type/kind.ts";
import { enumTypeOperations, type EnumTypeOperations } from "./types/enum-type/operations.ts";
import { eventTriggerCatalog } from "./database/event-trigger/catalog.ts";
import { eventTriggerKind } from "./database/event-trigger/kind.ts";
import { eventTriggerOperations, type EventTriggerOperations } from "./database/event-trigger/operations.ts";
import { extensionCatalog } from "./database/extension/catalog.ts";
import { extensionKind } from "./database/extension/kind.ts";
import { extensionOperations, type ExtensionOperations } from "./database/extension/operations.ts";
import { foreignDataWrapperCatalog } from "./foreign-data/foreign-data-wrapper/catalog.ts";
import { foreignDataWrapperKind } from "./foreign-data/foreign-data-wrapper/kind.ts";
import { foreignDataWrapperOperations, type ForeignDataWrapperOperations } from "./foreign-data/foreign-data-wrapper/operations.ts";
import { foreignServerCatalog } from "./foreign-data/foreign-server/catalog.ts";
import { foreignServerKind } from "./foreign-data/foreign-server/kind.ts";
import { foreignServerOperations, type ForeignServerOperations } from "./foreign-data/foreign-server/operations.ts";
import { userMappingCatalog } from "./foreign-data/user-mapping/catalog.ts";
import { userMappingKind } from "./foreign-data/user-mapping/kind.ts";
import { userMappingOperations, type UserMappingOperations } from "./foreign-data/user-mapping/operations.ts";
import { indexCatalog } from "./relations/index/catalog.ts";
import { indexKind } from "./relations/index/kind.ts";
import { indexOperations, type IndexOperations } from "./relations/index/operations.ts";
import { operatorCatalog } from "./operators/operator/catalog.ts";
import { operatorKind } from "./operators/operator/kind.ts";
import { operatorOperations, type OperatorOperations } from "./operators/operator/operations.ts";
import { operatorFamilyCatalog } from "./operators/operator-family/catalog.ts";
import { operatorFamilyKind } from "./operators/operator-family/kind.ts";
import { operatorFamilyOperations, type OperatorFamilyOperations } from "./operators/operator-family/operations.ts";
import { operatorClassCatalog } from "./operators/operator-class/catalog.ts";
import { operatorClassKind } from "./operators/operator-class/kind.ts";
import { operatorClassOperations, type OperatorClassOperations } from "./operators/operator-class/operations.ts";
import { castCatalog } from "./types/cast/catalog.ts";
import { castKind } from "./types/cast/kind.ts";
import { castOperations, type CastOperations } from "./types/cast/operations.ts";
import { transformCatalog } from "./routines/transform/catalog.ts";
import { transformKind } from "./routines/transform/kind.ts";
import { transformOperations, type TransformOperations } from "./routines/transform/operations.ts";
import { conversionCatalog } from "./types/conversion/catalog.ts";
import { conversionKind } from "./types/conversion/kind.ts";
import { conversionOperations, type ConversionOperations } from "./types/conversion/operations.ts";
import { policyCatalog } from "./relations/policy/catalog.ts";
import { policyKind } from "./relations/policy/kind.ts";
import { policyOperations, type PolicyOperations } from "./relations/policy/operations.ts";
import { replicaIdentityCatalog } from "./relations/replica-identity/catalog.ts";
import { replicaIdentityKind } from "./relations/replica-identity/kind.ts";
import { replicaIdentityOperations, type ReplicaIdentityOperations } from "./relations/replica-identity/operations.ts";
import { propertyGraphCatalog } from "./relations/property-graph/catalog.ts";
import { propertyGraphKind } from "./relations/property-graph/kind.ts";
import { propertyGraphOperations, type PropertyGraphOperations } from "./relations/property-graph/operations.ts";
import { publicationCatalog } from "./replication/publication/catalog.ts";
import { publicationKind } from "./replication/publication/kind.ts";
import { publicationOperations, type PublicationOperations } from "./replication/publication/operations.ts";
import { publishedTableCatalog } from "./replication/published-table/catalog.ts";
import { publishedTableKind } from "./replication/published-table/kind.ts";
import { publishedTableOperations, type PublishedTableOperations } from "./replication/published-table/operations.ts";
import { publishedSchemaCatalog } from "./replication/published-schema/catalog.ts";
import { publishedSchemaKind } from "./replication/published-schema/kind.ts";
import { publishedSchemaOperations, type PublishedSchemaOperations } from "./replication/published-schema/operations.ts";
import { subscriptionCatalog } from "./replication/subscription/catalog.ts";
import { subscriptionKind } from "./replication/subscription/kind.ts";
import { subscriptionOperations, type SubscriptionOperations } from "./replication/subscription/operations.ts";
import { accessMethodCatalog } from "./database/access-method/catalog.ts";
import { accessMethodKind } from "./database/access-method/kind.ts";
import { accessMethodOperations, type AccessMethodOperations } from "./database/access-method/operations.ts";
import { aggregateCatalog } from "./routines/aggregate/catalog.ts";
import { aggregateKind } from "./routines/aggregate/kind.ts";
import { aggregateOperations, type AggregateOperations } from "./routines/aggregate/operations.ts";
import { routineCatalog } from "./routines/routine/catalog.ts";
import { functionKind, procedureKind } from "./routines/routine/kind.ts";
import { routineOperations, type RoutineOperations } from "./routines/routine/operations.ts";
import { ruleCatalog } from "./relations/rule/catalog.ts";
import { ruleKind } from "./relations/rule/kind.ts";
import { ruleOperations, type RuleOperations } from "./relations/rule/operations.ts";
import { rangeTypeCatalog } from "./types/range-type/catalog.ts";
import { rangeTypeKind } from "./types/range-type/kind.ts";
import { rangeTypeOperations, type RangeTypeOperations } from "./types/range-type/operations.ts";
import { rawSqlOperations, type RawSqlOperations } from "./statements/raw-sql/operations.ts";
import { schemaCatalog } from "./database/schema/catalog.ts";
import { schemaNamed } from "./database/schema/model.ts";
import { schemaKind } from "./database/schema/kind.ts";
import { schemaOperations, type SchemaOperations } from "./database/schema/operations.ts";
import { sequenceCatalog } from "./relations/sequence/catalog.ts";
import { sequenceKind } from "./relations/sequence/kind.ts";
import { sequenceOperations, type SequenceOperations } from "./relations/sequence/operations.ts";
import { statisticsCatalog } from "./relations/statistics/catalog.ts";
import { statisticsKind } from "./relations/statistics/kind.ts";
import { statisticsOperations, type StatisticsOperations } from "./relations/statistics/operations.ts";
import { tableCatalog } from "./relations/table/catalog.ts";
import { tableKind } from "./relations/table/kind.ts";
import { tableOperations, type TableOperations } from "./relations/table/operations.ts";

import { textSearchConfigurationCatalog } from "./text-search/configuration/catalog.ts";
import { textSearchConfigurationKind } from "./text-search/configuration/kind.ts";
import { textSearchConfigurationOperations, type TextSearchConfigurationOperations } from "./text-search/configuration/operations.ts";
import { textSearchDictionaryCatalog } from "./text-search/dictionary/catalog.ts";
import { textSearchDictionaryKind } from "./text-search/dictionary/kind.ts";
import { textSearchDictionaryOperations, type TextSearchDictionaryOperations } from "./text-search/dictionary/operations.ts";
import { textSearchParserCatalog } from "./text-search/parser/catalog.ts";
import { textSearchParserKind } from "./text-search/parser/kind.ts";
import { textSearchParserOperations, type TextSearchParserOperations } from "./text-search/parser/operations.ts";
import { textSearchTemplateCatalog } from "./text-search/template/catalog.ts";
import { textSearchTemplateKind } from "./text-search/template/kind.ts";
import { textSearchTemplateOperations, type TextSearchTemplateOperations } from "./text-search/template/operations.ts";
import { tablespaceCatalog } from "./relations/tablespace/catalog.ts";
import { tablespaceKind } from "./relations/tablespace/kind.ts";
import { tablespaceOperations, type TablespaceOperations } from "./relations/tablespace/operations.ts";
import { triggerCatalog } from "./relations/trigger/catalog.ts";
import { triggerKind } from "./relations/trigger/kind.ts";
import { triggerOperations, type TriggerOperations } from "./relations/trigger/operations.ts";
import { registryOf } from "./registry.ts";
import { viewCatalog } from "./relations/view/catalog.ts";
import { materializedViewKind, viewKind } from "./relations/view/kind.ts";
import { viewOperations, type ViewOperations } from "./relations/view/operations.ts";

// The registry of kinds: the one file outside its folder that a new kind edits, three lines and their imports.

/** Every operation by its name. */
export interface OperationMap
  extends
    SchemaOperations,
    ExtensionOperations,
    CollationOperations,
    EnumTypeOperations,
    DomainOperations,
    CompositeTypeOperations,
    RoutineOperations,
    AggregateOperations,
    AccessMethodOperations,
    OperatorOperations,
    OperatorFamilyOperations,
    OperatorClassOperations,
    CastOperations,
    TransformOperations,
    ConversionOperations,
    TextSearchParserOperations,
    TextSearchTemplateOperations,
    TextSearchDictionaryOperations,
    TextSearchConfigurationOperations,
    RangeTypeOperations,
    ForeignDataWrapperOperations,
    ForeignServerOperations,
    UserMappingOperations,
    SequenceOperations,
    TableOperations,
    ColumnOperations,
    ViewOperations,
    PropertyGraphOperations,
    IndexOperations,
    StatisticsOperations,
    PolicyOperations,
    TriggerOperations,
    PartitionTriggerOperations,
    RuleOperations,
    EventTriggerOperations,
    ReplicaIdentityOperations,
    ClusteredIndexOperations,
    TablespaceOperations,
    RawSqlOperations,
    PrimaryKeyOperations,
    UniqueOperations,
    CheckOperations,
    ExclusionOperations,
    ForeignKeyOperations,
    AnyConstraintOperations,
    PublicationOperations,
    PublishedTableOperations,
    PublishedSchemaOperations,
    SubscriptionOperations,
    CommentOperations,
    PrivilegeOperations,
    DefaultPrivilegeOperations,
    OwnerOperations {}

export type Operation = OperationMap[keyof OperationMap];

export const specs: SpecsOf<OperationMap> = {
  ...schemaOperations,
  ...extensionOperations,
  ...collationOperations,
  ...enumTypeOperations,
  ...domainOperations,
  ...compositeTypeOperations,
  ...routineOperations,
  ...aggregateOperations,
  ...accessMethodOperations,
  ...operatorOperations,
  ...operatorFamilyOperations,
  ...operatorClassOperations,
  ...castOperations,
  ...transformOperations,
  ...conversionOperations,
  ...textSearchParserOperations,
  ...textSearchTemplateOperations,
  ...textSearchDictionaryOperations,
  ...textSearchConfigurationOperations,
  ...rangeTypeOperations,
  ...foreignDataWrapperOperations,
  ...foreignServerOperations,
  ...userMappingOperations,
  ...sequenceOperations,
  ...tableOperations,
  ...columnOperations,
  ...viewOperations,
  ...propertyGraphOperations,
  ...indexOperations,
  ...statisticsOperations,
  ...policyOperations,
  ...triggerOperations,
  ...partitionTriggerOperations,
  ...ruleOperations,
  ...eventTriggerOperations,
  ...replicaIdentityOperations,
  ...clusteredIndexOperations,
  ...tablespaceOperations,
  ...rawSqlOperations,
  ...primaryKeyOperations,
  ...uniqueOperations,
  ...checkOperations,
  ...exclusionOperations,
  ...foreignKeyOperations,
  ...anyConstraintOperations,
  ...publicationOperations,
  ...publishedTableOperations,
  ...publishedSchemaOperations,
  ...subscriptionOperations,
  ...commentOperations,
  ...privilegeOperations,
  ...defaultPrivilegeOperations,
  ...ownerOperations,
};

/** Kinds in the order in which objects are introspected and, where nothing else decides, operations are written. */
const allKinds: readonly ObjectKind[] = [
  schemaKind,
  extensionKind,
  collationKind,
  enumTypeKind,
  domainKind,
  domainConstraintKind,
  compositeTypeKind,
  functionKind,
  procedureKind,
  aggregateKind,
  accessMethodKind,
  operatorKind,
  operatorFamilyKind,
  operatorClassKind,
  castKind,
  transformKind,
  conversionKind,
  textSearchParserKind,
  textSearchTemplateKind,
  textSearchDictionaryKind,
  textSearchConfigurationKind,
  rangeTypeKind,
  foreignDataWrapperKind,
  foreignServerKind,
  userMappingKind,
  sequenceKind,
  tableKind,
  columnKind,
  primaryKeyKind,
  uniqueKind,
  checkKind,
  exclusionKind,
  viewKind,
  materializedViewKind,
  propertyGraphKind,
  indexKind,
  statisticsKind,
  policyKind,
  triggerKind,
  partitionTriggerKind,
  ruleKind,
  eventTriggerKind,
  replicaIdentityKind,
  clusteredIndexKind,
  tablespaceKind,
  foreignKeyKind,
  publicationKind,
  publishedTableKind,
  publishedSchemaKind,
  subscriptionKind,
  commentKind,
  privilegeKind,
  defaultPrivilegeKind,
  ownerKind,
];

/** Catalog queries, all run in one snapshot. */
export const catalogs: readonly CatalogQuery[] = [
  schemaCatalog,
  extensionCatalog,
  collationCatalog,
  enumTypeCatalog,
  domainCatalog,
  domainConstraintCatalog,
  compositeTypeCatalog,
  routineCatalog,
  aggregateCatalog,
  accessMethodCatalog,
  operatorCatalog,
  operatorFamilyCatalog,
  operatorClassCatalog,
  castCatalog,
  transformCatalog,
  conversionCatalog,
  textSearchParserCatalog,
  textSearchTemplateCatalog,
  textSearchDictionaryCatalog,
  textSearchConfigurationCatalog,
  rangeTypeCatalog,
  foreignDataWrapperCatalog,
  foreignServerCatalog,
  userMappingCatalog,
  sequenceCatalog,
  tableCatalog,
  columnCatalog,
  constraintCatalog,
  exclusionCatalog,
  viewCatalog,
  propertyGraphCatalog,
  indexCatalog,
  statisticsCatalog,
  policyCatalog,
  triggerCatalog,
  partitionTriggerCatalog,
  ruleCatalog,
  eventTriggerCatalog,
  replicaIdentityCatalog,
  clusteredIndexCatalog,
  tablespaceCatalog,
  publicationCatalog,
  publishedTableCatalog,
  publishedSchemaCatalog,
  subscriptionCatalog,
  commentCatalog,
  privilegeCatalog,
  defaultPrivilegeCatalog,
  ownerCatalog,
];

/** The registry as what passes over objects and operations take it. */
export const kinds: Kinds = registryOf(allKinds, specs);

/** Every operation's name. */
export const operationKinds: readonly string[] = Object.keys(specs);

export type { AnyOperation };

/** What a new database has. */
export const newDatabase: DatabaseSchema = schemaOf([schemaNamed("public")]);

export { schemaNamed };
