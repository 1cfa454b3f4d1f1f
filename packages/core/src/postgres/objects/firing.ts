import { raw, type Sql } from "../sql/sql.ts";

// When triggers, rules and event triggers fire, which PostgreSQL calls enabling and disabling.

/** `replica`: only in sessions whose `session_replication_role` is `replica`, as those that apply replicated changes. `always`: in all. */
export type FiringState = "disabled" | "replica" | "always";

const states: Readonly<Record<string, FiringState>> = { D: "disabled", R: "replica", A: "always" };

/** The field of a model from the letter in the catalog. */
export function firingOf(letter: string): { readonly state?: FiringState } {
  const state = states[letter];
  return state === undefined ? {} : { state };
}

const words: { readonly [State in FiringState | "enabled"]: string } = {
  enabled: "enable",
  disabled: "disable",
  replica: "enable replica",
  always: "enable always",
};

/** `disable trigger`, as ALTER TABLE takes it. */
export const firingWords = (state: FiringState | "enabled", what: "trigger" | "rule"): Sql => raw(`${words[state]} ${what}`);

/** Words of ALTER EVENT TRIGGER. */
export const eventFiringWords = (state: FiringState | "enabled"): Sql => raw(words[state]);

/** What the payload of a change of state asks for, as a field of a model. */
export const stateField = (state: FiringState | "enabled" | undefined): { readonly state?: FiringState } =>
  state === undefined || state === "enabled" ? {} : { state };
