import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, renames } from "../../../../operation/object-operations.ts";
import { beside, metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, identifiers, sql, type Sql } from "../../../sql/sql.ts";
import type { Subscription } from "./model.ts";
import { settingList, settingsOf, withSettings, type SubscriptionSettings } from "./options.ts";

/**
 * Makes a subscription that does nothing yet: it has no connection and is disabled, and the other server is not asked. What is missing is
 * to be given by hand, since it holds a password and is another one in each environment.
 */
export interface CreateSubscription extends Omit<Subscription, "kind"> {
  readonly kind: "createSubscription";
}

/**
 * Disables a subscription, lets go of its slot, and drops it. The slot on the other server stays, and keeps WAL there until it is dropped.
 */
export interface DropSubscription {
  readonly kind: "dropSubscription";
  readonly name: string;
}

/** Changes what is given, and leaves the rest. */
export interface AlterSubscription extends SubscriptionSettings {
  readonly kind: "alterSubscription";
  readonly name: string;
  /** All that it is to have. Their tables are not looked up before REFRESH PUBLICATION. Absent: they stay. */
  readonly publications?: readonly string[];
  /** `none`: it lets go of its slot, and is disabled for that. Absent: it stays. */
  readonly slotName?: string;
}

/** Gives a subscription another name. Its slot keeps its own. */
export interface RenameSubscription {
  readonly kind: "renameSubscription";
  readonly name: string;
  readonly to: string;
}

export interface SubscriptionOperations {
  readonly createSubscription: CreateSubscription;
  readonly dropSubscription: DropSubscription;
  readonly alterSubscription: AlterSubscription;
  readonly renameSubscription: RenameSubscription;
}

/** Settings that a server of any version takes, or that are not the default. */
function settingsToMake(op: CreateSubscription): SubscriptionSettings {
  const all = settingsOf(op);
  const usual = settingsOf({ name: op.name, publications: [], streaming: "off" });
  const changed = Object.entries(all).filter(([name, value]) => usual[name as keyof SubscriptionSettings] !== value);
  return { ...(Object.fromEntries(changed) as SubscriptionSettings), slotName: all.slotName, streaming: all.streaming };
}

const createSubscription: OperationSpec<CreateSubscription> = {
  ...creates<CreateSubscription>("subscription"),
  sql: (op) => {
    const options = [
      sql`connect = false`,
      ...settingList(settingsToMake(op)),
      ...(op.twoPhase === true ? [sql`two_phase = true`] : []),
      ...(op.failover === true ? [sql`failover = true`] : []),
    ];
    return [sql`create subscription ${identifier(op.name)} connection '' publication ${identifiers(op.publications)} with (${options})`];
  },
  facts: ({ name, slotName }) => ({
    ...metadataOnly,
    mayFail: "only superusers may leave its password to be given later",
    byHand: [
      `give subscription ${name} its connection${slotName === undefined ? " and its slot" : `, create its slot ${slotName} on the other server`}, ` +
        "enable it and refresh its publications",
    ],
  }),
};

const disable = (name: string): Sql => sql`alter subscription ${identifier(name)} disable`;

const dropSubscription: OperationSpec<DropSubscription> = {
  ...drops<DropSubscription>("subscription"),
  sql: ({ name }) => [
    beside(disable(name)),
    beside(sql`alter subscription ${identifier(name)} set (slot_name = none)`),
    sql`drop subscription ${identifier(name)}`,
  ],
  facts: ({ name }) => ({
    ...metadataOnly,
    losesData: `the connection of subscription ${name}, which mig does not read, and how far it has come`,
    losesFrom: [],
    byHand: [`drop the slot of subscription ${name} on the other server, if it has one: it keeps WAL there`],
  }),
};

const alterSubscription: OperationSpec<AlterSubscription> = {
  ...alters<AlterSubscription, Subscription>("subscription", (subscription, { kind: _, name: __, publications, ...settings }) =>
    withSettings(publications === undefined ? subscription : { ...subscription, publications }, settings),
  ),
  sql: ({ kind: _, name, publications, ...settings }) => {
    const list = settingList(settings);
    const published =
      publications === undefined
        ? []
        : [sql`alter subscription ${identifier(name)} set publication ${identifiers(publications)} with (refresh = false)`];
    return [
      ...(settings.slotName === "none" ? [beside(disable(name))] : []),
      ...(list.length === 0 ? published : published.map((statement) => beside(statement))),
      ...(list.length === 0 ? [] : [sql`alter subscription ${identifier(name)} set (${list})`]),
    ];
  },
  facts: ({ name, publications, slotName }) => {
    const byHand = [
      ...(publications === undefined ? [] : [`refresh the publications of subscription ${name}`]),
      ...(slotName === undefined || slotName === "none"
        ? []
        : [`see that slot ${slotName} of subscription ${name} is on the other server`]),
    ];
    return { ...metadataOnly, ...(byHand.length === 0 ? {} : { byHand }) };
  },
};

const renameSubscription: OperationSpec<RenameSubscription> = {
  ...renames<RenameSubscription>("subscription"),
  sql: ({ name, to }) => [sql`alter subscription ${identifier(name)} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

export const subscriptionOperations: SpecsOf<SubscriptionOperations> = {
  createSubscription,
  dropSubscription,
  alterSubscription,
  renameSubscription,
};
