const token = /[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[(),]/gu;

/**
 * The expression without pairs of parentheses around the whole of it. Those of a row, `(a, b)`, mean something and stay.
 * @example withoutOuterParentheses("((a > 0))") // "a > 0"
 */
export function withoutOuterParentheses(expression: string): string {
  const text = expression.trim();
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  return enclosesAll(text) ? withoutOuterParentheses(text.slice(1, -1)) : text;
}

/** Whether the first parenthesis is closed by the last one, with no comma directly inside. */
function enclosesAll(text: string): boolean {
  let depth = 0;
  for (const { 0: part, index } of text.matchAll(token)) {
    if (part === "(") depth += 1;
    if (part === "," && depth === 1) return false;
    if (part === ")") depth -= 1;
    if (part === ")" && depth === 0) return index === text.length - 1;
  }
  return false;
}
