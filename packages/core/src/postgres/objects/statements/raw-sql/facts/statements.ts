import type { LockMode } from "../../../../../operation/spec.ts";
import { heaviest, lightExclusive, scanningExclusive, type KnownFacts } from "./known.ts";

type Rule = readonly [RegExp, KnownFacts | ((words: string) => KnownFacts | undefined)];

const none: KnownFacts = { lock: "none" };
const sideEffect: KnownFacts = { lock: "row exclusive", scans: true, notUndone: "the sequence's position" };
const theIndex = [{ words: "the index itself", lock: "access exclusive" }] as const;
const concurrently: KnownFacts = { lock: "share update exclusive", scans: true, transactional: false };

/** REPACK of PostgreSQL 19, as its manual says: with these options, or over all tables, it refuses to run in a transaction. */
const offNext = String.raw`(?! (?:false|off|0)\b)`;
const repackConcurrently = new RegExp(String.raw`^repack \( (?:[a-z0-9_ ]* )?concurrently\b${offNext}`, "u");
const repackAnalyze = new RegExp(String.raw`^repack \( (?:[a-z0-9_ ]* )?analy[sz]e\b${offNext}`, "u");
const repackAll = /^repack(?: \((?: (?:verbose|true|on|1|false|off|0))*)?(?: using index)?$/u;

/** The first that fits counts. Locks, rewrites and scans as measured on PostgreSQL 13 to 18, the strongest of them. */
const rules: readonly Rule[] = [
  [/^(?:select|with|values|table|insert|update|delete|merge)\b.*\b(?:setval|nextval) \(/u, sideEffect],
  [/^(?:values|insert|update|delete|merge|with|select|table)\b/u, { lock: "row exclusive", scans: true }],
  [/^copy\b(?!.*\bprogram\b)/u, { lock: "row exclusive", scans: true }],
  [/^explain (?!.*\banaly[sz]e\b)/u, { lock: "access share" }],
  [
    /^vacuum\b/u,
    (words) => ({
      ...(/^vacuum (?:\( .*)?full\b/u.test(words) ? heaviest : { lock: "share update exclusive", scans: true }),
      transactional: false,
    }),
  ],
  [/^cluster(?: verbose| \( verbose(?: (?:true|on))?)?$/u, { ...heaviest, transactional: false }],
  [/^cluster\b/u, heaviest],
  [
    repackConcurrently,
    { ...concurrently, rewrites: true, alsoLocks: [{ words: "the table, for a moment at the end", lock: "access exclusive" }] },
  ],
  [/^repack\b/u, (words) => (repackAll.test(words) || repackAnalyze.test(words) ? { ...heaviest, transactional: false } : heaviest)],
  [/^reindex\b.*\bconcurrently\b/u, { ...concurrently, rewrites: true, alsoLocks: theIndex }],
  [/^reindex (?:\( [a-z0-9_ ]*)?(?:schema|database|system)\b/u, { ...heaviest, transactional: false }],
  [/^reindex\b/u, heaviest],
  [/^create (?:unique )?index concurrently\b/u, concurrently],
  [/^create (?:unique )?index\b/u, { lock: "share", scans: true }],
  [/^drop index concurrently\b/u, { lock: "share update exclusive", transactional: false, alsoLocks: theIndex }],
  [
    /^truncate\b/u,
    (words) => ({
      lock: "access exclusive",
      rewrites: true,
      ...(/\bcascade$/u.test(words) ? { alsoLocks: [{ words: "every table that refers to it", lock: "access exclusive" }] } : {}),
    }),
  ],
  [/^lock\b/u, (words) => ({ lock: lockIn(words) })],
  [/^analy[sz]e\b/u, { lock: "share update exclusive", scans: true }],
  [/^refresh materialized view concurrently\b/u, { lock: "exclusive", scans: true }],
  [/^refresh materialized view\b/u, heaviest],
  [/^create table (?:if not exists )?\S+ partition of\b/u, scanningExclusive],
  [
    /^create (?:(?:global|local|temporary|temp|unlogged) )*table\b.*\bas (?:\( )*(?:select|with|values|table)\b/u,
    { lock: "access share", scans: true },
  ],
  [/^create (?:(?:global|local|temporary|temp|unlogged) )*table\b.*\bas execute\b/u, () => undefined],
  [/^create (?:(?:global|local|temporary|temp|unlogged) )*table\b.*\breferences\b/u, { lock: "share row exclusive" }],
  [/^create (?:(?:global|local|temporary|temp|unlogged) )*table\b.*\binherits\b/u, { lock: "share update exclusive" }],
  [/^create (?:(?:global|local|temporary|temp|unlogged) )*table\b/u, { lock: "access share" }],
  [/^create (?:(?:temporary|temp) )?property graph\b/u, { lock: "access share" }],
  [/^(?:alter|drop) property graph\b/u, lightExclusive],
  [/^create materialized view\b/u, { lock: "access share", scans: true }],
  [/^create (?:or replace )?(?:(?:temporary|temp|recursive) )*view\b/u, lightExclusive],
  [/^create (?:or replace )?(?:constraint )?trigger\b/u, { lock: "share row exclusive" }],
  [/^create (?:or replace )?(?:function|procedure)\b/u, { lock: "access share" }],
  [/^create (?:policy|or replace rule|rule)\b/u, lightExclusive],
  [
    /^create (?:statistics|publication)\b|^alter (?:statistics|publication)\b|^drop (?:statistics|publication)\b|^comment on\b/u,
    { lock: "share update exclusive" },
  ],
  [
    /^create (?:or replace )?(?:(?:temporary|temp|unlogged) )?(?:sequence|type|domain|schema|role|user|group|collation|cast|operator|aggregate|foreign table|foreign data wrapper|server|event trigger|text search|transform|conversion|language|trusted language|procedural language)\b/u,
    none,
  ],
  [/^create access method\b/u, none],
  // Only where it is to make a replication slot, which it is unless it says otherwise.
  [/^create subscription\b(?!.* with \(.*\b(?:create_slot|connect) (?:false|off)\b)/u, { ...none, transactional: false }],
  [/^create subscription\b/u, none],
  [
    /^alter subscription\b.*\b(?:refresh publication|(?:set|add|drop) publication\b(?!.* with \(.*\brefresh (?:false|off)\b))/u,
    { ...none, transactional: false },
  ],
  [/^alter subscription\b/u, none],
  [
    /^(?:create|drop) (?:database|tablespace)\b|^alter system\b|^alter database\b.*\bset tablespace\b|^drop subscription\b/u,
    { ...heaviest, transactional: false },
  ],
  [/^alter index\b.*\b(?:rename|set \(|reset \(|alter column)/u, { lock: "share update exclusive" }],
  [/^alter index\b.*\b(?:attach partition|depends on|no depends)/u, lightExclusive],
  [/^alter sequence\b.*\b(?:rename to|owner to|set schema)\b/u, lightExclusive],
  [/^alter sequence\b.*\bset (?:logged|unlogged)\b/u, heaviest],
  [/^alter sequence\b/u, { lock: "share row exclusive", rewrites: true, notUndone: "the sequence's position" }],
  [/^alter type\b.*\b(?:add value|rename value)\b/u, none],
  [/^alter type\b.*\b(?:rename to|owner to|set schema)\b/u, none],
  [/^alter type\b.*\badd attribute\b/u, lightExclusive],
  [/^alter domain\b.*\b(?:drop (?:constraint|default|not null)|set default|rename|owner to|set schema)\b/u, none],
  [/^alter domain\b/u, { lock: "share", scans: true }],
  [/^alter (?:view|foreign table)\b.*\b(?:rename|owner to|set schema|add|drop|set default|set \()/u, lightExclusive],
  [/^alter materialized view\b.*\b(?:rename|owner to|set schema)\b/u, lightExclusive],
  [
    /^alter (?:trigger|policy|rule)\b|^drop (?:trigger|policy|rule|index|view|materialized view|table|schema|sequence|type|domain|foreign table|extension|function|procedure|aggregate|operator|cast|collation|owned)\b/u,
    lightExclusive,
  ],
  [
    /^alter (?:schema|role|user|group|function|procedure|routine|aggregate|collation|default privileges|database|server|language)\b|^drop (?:role|user|group|event trigger|server|language)\b/u,
    none,
  ],
  [/^reassign owned\b/u, lightExclusive],
  [/^(?:grant|revoke)\b/u, { lock: "access share" }],
  [/^(?:set|reset|show|discard|notify|listen|unlisten|deallocate|prepare|checkpoint)\b/u, none],
];

/** What a statement other than ALTER TABLE does. Undefined: not known. */
export function statementFacts(words: string): KnownFacts | undefined {
  const facts = rules.find(([pattern]) => pattern.test(words))?.[1];
  return typeof facts === "function" ? facts(words) : facts;
}

/** The mode that LOCK names; without one it takes the strongest. */
function lockIn(words: string): LockMode {
  const mode = /\bin ([a-z ]+) mode\b/u.exec(words)?.[1] as LockMode | undefined; // the server refuses others
  return mode ?? "access exclusive";
}
