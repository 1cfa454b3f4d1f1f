/** A list in a message: at most ten of it, and how many more there are. */
export const some = (texts: readonly string[], separator = ", "): string =>
  texts.length <= 10 ? texts.join(separator) : `${texts.slice(0, 9).join(separator)}${separator}and ${texts.length - 9} more`;
