// Row security and the policies of a table are changed in an order in which no row is shown to whom it is not meant for: policies are
// there before it is enabled, and it is disabled before they go.

export interface SecuredTable {
  readonly schema: string;
  readonly name: string;
}

/** That the policies of a table are as they will be. */
export const policiesKey = ({ schema, name }: SecuredTable): string => `policies ${schema}.${name}`;

/** That a table has no row security any more. */
export const openKey = ({ schema, name }: SecuredTable): string => `no row security ${schema}.${name}`;
