import { membersOf, splitOutside } from "./members.mjs";

/** @typedef {(name: string) => { text: string, body: string } | undefined} FindType */

/**
 * Example details for an error, from the text of their type: `<name>` for what is free. The first has every optional field
 * and of each choice the first; the others differ in one of these.
 * @param {string} type @param {FindType} find @returns {object[]}
 */
export function variantsOf(type, find) {
  return valuesOf(type, "value", find);
}

/** Values of a type, the usual one first. @returns {any[]} */
function valuesOf(type, name, find) {
  const text = type.trim();
  const choices = splitOutside(text, "|");
  if (choices.length > 1) return choices.flatMap((choice) => valuesOf(choice, name, find));
  const parts = splitOutside(text, "&");
  if (parts.length > 1)
    return combined(
      parts.map((part) => valuesOf(part, name, find)),
      (values) => Object.assign({}, ...values),
    );
  if (text.startsWith("readonly ") && text.endsWith("[]")) return listsOf(text.slice("readonly ".length, -2), name, find);
  if (text.startsWith("{")) return objectsOf(text.slice(1, -1), find);
  if (/^"[^"]*"$/.test(text)) return [JSON.parse(text)];
  if (text === "string" || text === "number") return [`<${name}>`];
  if (text === "boolean") return [true, false];
  if (text === "true") return [true];
  const declared = find(text);
  if (declared === undefined) throw new Error(`No example for the type ${text} of ${name}.`);
  return declared.text.startsWith("interface")
    ? objectsOf(declared.body, find)
    : valuesOf(declared.text.replace(/^type \w+ = /, "").replace(/;$/, ""), name, find);
}

/** Two elements, as in a list of heads. */
function listsOf(type, name, find) {
  const one = name.endsWith("s") ? name.slice(0, -1) : name;
  return valuesOf(type, one, find).map((value) => [value, value]);
}

function objectsOf(body, find) {
  const members = membersOf(body).map(({ name, optional, type }) => {
    const values = valuesOf(type, name, find).map((value) => ({ [name]: value }));
    return optional ? [...values, {}] : values;
  });
  return combined(members, (values) => Object.assign({}, ...values));
}

/** All first values, then each other value among first ones. */
function combined(lists, join) {
  const first = lists.map(([value]) => value);
  return [join(first), ...lists.flatMap((values, at) => values.slice(1).map((value) => join(first.with(at, value))))];
}
