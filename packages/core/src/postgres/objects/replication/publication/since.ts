/** The first server that can publish all sequences, and all tables but some. */
export const withSequences = 190000;
