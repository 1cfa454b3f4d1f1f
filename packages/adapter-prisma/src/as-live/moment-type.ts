const finest = /^(?<word>time|timestamp)\(6\)(?<rest> with(?:out)? time zone(?:\[\])?)$/u;

/** Six digits of a second are what PostgreSQL keeps where none are said: to Prisma both are one type. */
const withoutFinest = (type: string): string => type.replace(finest, "$<word>$<rest>");

/** The wanted type, spelt as the database has it where it is the same moment or time of day to Prisma. */
export const momentAsLive = (wanted: string, live: string): string => (wanted !== live && withoutFinest(wanted) === withoutFinest(live) ? live : wanted);
