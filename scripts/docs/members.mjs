import { blank } from "../borders/blank.mjs";

/** @typedef {{ name: string, optional: boolean, type: string }} Member */

/** Splits a text at a character where no bracket or string is open. @param {string} text @param {string} separator */
export function splitOutside(text, separator) {
  const code = blank(text);
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < code.length; at++) {
    if ("{[(<".includes(code[at] ?? "")) depth++;
    else if ("}])>".includes(code[at] ?? "") && code[at - 1] !== "=") depth--;
    else if (code[at] === separator && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== "");
}

/** The members that the body of an interface or object type lists. @param {string} body @returns {Member[]} */
export function membersOf(body) {
  return splitOutside(withoutComments(body), ";").map((member) => {
    const match = /^readonly (\w+)(\??): ([\s\S]+)$/.exec(member);
    if (match === null) throw new Error(`Not a member: ${member}`);
    return { name: match[1] ?? "", optional: match[2] === "?", type: match[3] ?? "" };
  });
}

const withoutComments = (text) => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
