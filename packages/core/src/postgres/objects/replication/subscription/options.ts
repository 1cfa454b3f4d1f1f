import { literal, raw, sql, type Sql } from "../../../sql/sql.ts";
import type { Subscription } from "./model.ts";

/** Settings that ALTER SUBSCRIPTION changes at any time and by itself. */
export interface SubscriptionSettings {
  readonly slotName?: string;
  readonly streaming?: Subscription["streaming"];
  readonly binary?: boolean;
  readonly synchronousCommit?: string;
  readonly disableOnError?: boolean;
  readonly origin?: "any" | "none";
  readonly passwordRequired?: boolean;
  readonly runAsOwner?: boolean;
}

/** All of them, also those that are the default. */
export const settingsOf = (subscription: Omit<Subscription, "kind">): Required<SubscriptionSettings> => ({
  slotName: subscription.slotName ?? "none",
  streaming: subscription.streaming,
  binary: subscription.binary === true,
  synchronousCommit: subscription.synchronousCommit ?? "off",
  disableOnError: subscription.disableOnError === true,
  origin: subscription.origin ?? "any",
  passwordRequired: subscription.passwordRequired !== false,
  runAsOwner: subscription.runAsOwner === true,
});

/** The subscription with some of them changed. */
export function withSettings(subscription: Subscription, changes: SubscriptionSettings): Subscription {
  const { slotName, streaming, binary, synchronousCommit, disableOnError, origin, passwordRequired, runAsOwner } = {
    ...settingsOf(subscription),
    ...changes,
  };
  const { kind, name, publications, twoPhase, failover } = subscription;
  return {
    kind,
    name,
    publications,
    ...(slotName === "none" ? {} : { slotName }),
    streaming,
    ...(binary ? { binary } : {}),
    ...(synchronousCommit === "off" ? {} : { synchronousCommit }),
    ...(disableOnError ? { disableOnError } : {}),
    ...(origin === "none" ? { origin } : {}),
    ...(passwordRequired ? {} : { passwordRequired }),
    ...(runAsOwner ? { runAsOwner } : {}),
    ...(twoPhase === undefined ? {} : { twoPhase }),
    ...(failover === undefined ? {} : { failover }),
  };
}

const words: { readonly [Setting in keyof SubscriptionSettings]-?: string } = {
  slotName: "slot_name",
  streaming: "streaming",
  binary: "binary",
  synchronousCommit: "synchronous_commit",
  disableOnError: "disable_on_error",
  origin: "origin",
  passwordRequired: "password_required",
  runAsOwner: "run_as_owner",
};

/** As WITH and SET take them. A slot cannot be called "none": PostgreSQL takes that for no slot. */
export const settingList = (settings: SubscriptionSettings): readonly Sql[] =>
  (Object.keys(words) as readonly (keyof SubscriptionSettings)[]).flatMap((setting) => {
    const value = settings[setting];
    if (value === undefined) return [];
    const isWord = typeof value === "boolean" || value === "none";
    return [sql`${raw(words[setting])} = ${isWord ? raw(String(value)) : literal(value)}`];
  });
