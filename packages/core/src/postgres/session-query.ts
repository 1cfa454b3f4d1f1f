/** Sends one text of several statements and gives the rows of each. Values are text, boolean, number (int4), text[] or null. */
export type SimpleQuery = (text: string) => Promise<readonly (readonly object[])[]>;
