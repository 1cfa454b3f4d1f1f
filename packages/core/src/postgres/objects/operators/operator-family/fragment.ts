export { memberColumns, readMembers, type MemberColumns } from "./member-query.ts";
export { keysOfMembers, memberClauses, renamedMembers, sortedMembers } from "./members.ts";
export { type ByMethodRef } from "./operations.ts";
