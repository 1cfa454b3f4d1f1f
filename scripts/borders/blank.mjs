/**
 * Gives TypeScript text of the same length with comments, the insides of strings and regular expressions, and the
 * text of templates turned into spaces, so that words can be searched for in what is left: the code.
 * @param {string} text
 */
export function blank(text) {
  const out = text.split(""); // code units: positions must stay those of the text
  /** @type {number[]} depth of braces at which each open template goes on */
  const templates = [];
  let depth = 0;
  let at = 0;
  const erase = (from, to) => {
    for (let i = from; i < to && i < text.length; i++) if (out[i] !== "\n") out[i] = " ";
  };
  /** Goes on to the end of a template's text: to the closing backtick or the next `${`. */
  const template = () => {
    const from = at;
    while (at < text.length && text[at] !== "`" && !text.startsWith("${", at)) at += text[at] === "\\" ? 2 : 1;
    erase(from, at);
    if (text[at] === "`") at++;
    else {
      templates.push(depth++);
      at += 2;
    }
  };
  while (at < text.length) {
    const rest = text.slice(at, at + 2);
    const char = text[at];
    if (rest === "//" || rest === "/*") {
      const end = rest === "//" ? text.indexOf("\n", at) : text.indexOf("*/", at + 2) + 2;
      const to = end < at ? text.length : end;
      erase(at, to);
      at = to;
    } else if (char === '"' || char === "'" || (char === "/" && beginsRegExp(out, at))) {
      const to = endOfLiteral(text, at);
      erase(at + 1, to - 1);
      at = to;
    } else if (char === "`") {
      at++;
      template();
    } else if (char === "}" && templates.at(-1) === depth - 1) {
      templates.pop();
      depth--;
      at++;
      template();
    } else {
      if (char === "{") depth++;
      if (char === "}") depth--;
      at++;
    }
  }
  return out.join("");
}

/** A slash begins a regular expression where a value is expected, else it divides. */
function beginsRegExp(out, at) {
  const before = out
    .slice(Math.max(0, at - 40), at)
    .join("")
    .trimEnd();
  return before === "" || /[(,=:[!&|?{};<>+*%~^-]$|\b(return|typeof|case|of|in|yield|await)$/.test(before);
}

function endOfLiteral(text, at) {
  const quote = text[at];
  let inClass = false;
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (quote === "/" && text[i] === "[") inClass = true;
    else if (quote === "/" && text[i] === "]") inClass = false;
    else if (text[i] === quote && !inClass) return i + 1;
    else if (text[i] === "\n") return i; // not a literal after all
  }
  return text.length;
}
