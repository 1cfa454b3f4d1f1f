import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { runInThisContext } from "node:vm";

/**
 * @typedef {{ kind: string, folder: string, name: string, call: string, sql: string[], facts: Facts, back: string[] }} Example one call of
 * a case file; `back`: the calls of the downgrade that are about the same object
 */
/**
 * @typedef {{ lock: string, rewrites: boolean, scans: boolean, loses?: string, mayFail?: string, byHand?: string, transactional: boolean }}
 * Facts
 */

/**
 * The operations of all case files, with the SQL that each gives and what the case says of running it.
 * @param {string} root @param {string} objects folder of the kinds, below the root @param {(op: object) => { sql: (op: object) => readonly
 * { sql: string }[] }} specOf
 * @returns {Example[]}
 */
export function readExamples(root, objects, specOf) {
  const files = readdirSync(path.join(root, objects), { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
  return files
    .filter((file) => /^[^/]+\/[^/]+\/(?:cases|by-hand)\/[^/]+\.case$/.test(file))
    .toSorted()
    .flatMap((file) => examplesOf(file, readFileSync(path.join(root, objects, file), "utf8"), specOf));
}

function examplesOf(file, text, specOf) {
  const parts = partsOf(text);
  const facts = (parts.get("facts") ?? []).filter((line) => line !== "").map(factsOf);
  const calls = callsOf(parts.get("revision") ?? []);
  const backs = callsOf(parts.get("downgrade revision") ?? []).map((call) => ({ call, op: recorded(call) }));
  const examples = calls.map((call) => {
    const op = recorded(call);
    const sql = specOf(op)
      .sql(op)
      .map((statement) => statement.sql);
    const ofStatements = facts.splice(0, sql.length);
    return {
      kind: op.kind,
      folder: file.split("/")[1] ?? "",
      name: path.posix.basename(file, ".case"),
      call,
      sql,
      back: backs.filter((back) => calls.length === 1 || isAboutTheSame(op, back.op)).map((back) => back.call),
      facts: ofStatements.find(({ loses }) => loses !== undefined) ?? ofStatements[0],
    };
  });
  if (facts.length > 0 || examples.some((example) => example.facts === undefined))
    throw new Error(`${file}: statements and facts differ in number. Run the case's test with -u.`);
  return examples;
}

const identity = ["schema", "table", "column", "signature", "of", "on", "role", "creator", "method"];

/** Whether a step back is about the object of an operation: the same name, or the one that it gets or has left. */
function isAboutTheSame(op, back) {
  const shared = identity.filter((key) => op[key] !== undefined && back[key] !== undefined);
  const moved = [op.to, back.to].includes(op.schema) || [op.to, back.to].includes(back.schema);
  const agree = shared.every((key) => (key === "schema" && moved) || JSON.stringify(op[key]) === JSON.stringify(back[key]));
  const isNamed = op.name !== undefined && back.name !== undefined;
  const sameName = op.name === back.name || op.to === back.name || op.name === back.to;
  return (agree && (isNamed ? sameName : shared.length > 0 && op.name === back.name)) || isPartOf(back, op) || isPartOf(op, back);
}

const isPartOf = (part, whole) =>
  Object.entries(part).every(([key, value]) => key === "kind" || JSON.stringify(whole[key]) === JSON.stringify(value));

function partsOf(text) {
  const parts = new Map();
  let lines = [];
  for (const line of text.split("\n")) {
    const name = /^=== ([a-z ]+)$/.exec(line)?.[1];
    if (name === undefined) lines.push(line);
    else parts.set(name, (lines = []));
  }
  return parts;
}

/** A call begins with `op.` at an indentation of two; what belongs to it is indented further, but for its end. */
function callsOf(lines) {
  const calls = [];
  for (const line of lines) {
    if (line.startsWith("  op.")) calls.push(line.slice(2));
    else if (calls.length > 0 && line !== "") calls.push(`${calls.pop()}\n${line.slice(2)}`);
  }
  return calls;
}

/** The operation that a call records. The text is the repository's own. */
function recorded(call) {
  let recordedOp;
  const record = (kind, payload) => (recordedOp = typeof payload === "string" ? { kind, sql: payload } : { ...payload, kind });
  runInThisContext(`(op) => { ${call} }`)(new Proxy({}, { get: (_, kind) => (payload) => record(String(kind), payload) }));
  return recordedOp;
}

const factsPattern =
  /^(?<lock>[a-z ]+?)(?<rewrites>, rewrites)?(?<scans>, scans)?(?:, loses (?<loses>.+?))?(?:, may fail: (?<mayFail>.+?))?(?:, by hand: (?<byHand>.+?))?(?<alone>, own transaction)?$/;

/** @returns {Facts} */
function factsOf(line) {
  const { lock, rewrites, scans, loses, mayFail, byHand, alone } = factsPattern.exec(line)?.groups ?? {};
  if (lock === undefined) throw new Error(`Not a line of facts: ${line}`);
  return {
    lock,
    rewrites: rewrites !== undefined,
    scans: scans !== undefined,
    ...(loses === undefined ? {} : { loses }),
    ...(mayFail === undefined ? {} : { mayFail }),
    ...(byHand === undefined ? {} : { byHand }),
    transactional: alone === undefined,
  };
}
