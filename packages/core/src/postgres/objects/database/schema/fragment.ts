/** The comment on `public` that a new database has. It counts as none, and comes back when another one goes. */
export const standardComment = "standard public schema";
