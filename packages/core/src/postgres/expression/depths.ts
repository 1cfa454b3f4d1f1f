/** How many parentheses are open before each token. */
export function depthsOf(tokens: readonly { readonly text: string }[]): readonly number[] {
  let depth = 0;
  return tokens.map(({ text }) => {
    if (text === ")") depth -= 1;
    const here = depth;
    if (text === "(") depth += 1;
    return here;
  });
}
