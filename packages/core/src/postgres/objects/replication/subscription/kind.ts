import { sameData } from "../../../../schema/same-data.ts";
import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import type { Subscription } from "./model.ts";
import type { AlterSubscription, SubscriptionOperations } from "./operations.ts";
import { settingsOf, withSettings, type SubscriptionSettings } from "./options.ts";

export const subscriptionKind: PostgresKind<Subscription, SubscriptionOperations[keyof SubscriptionOperations]> = {
  kind: "subscription",
  owns: ({ name }) => [resource.subscription(name)],
  uses: () => [],
  // Its connection and how far it has come could not be made again.
  holdsData: () => true,
  detached: (subscription) => subscription,
  isOfEnvironment: true,
  rename: ({ name }, to) => [{ kind: "renameSubscription", name, to: to.name }],
  renamed: (subscription, names) => {
    const own = names.get(resource.subscription(subscription.name));
    return own === undefined ? subscription : { ...subscription, name: own.name };
  },
  normalize: ({ twoPhase: _, failover: __, publications, ...subscription }) =>
    withSettings({ ...subscription, publications: publications.toSorted() }, {}),
  create: (subscription) => [{ ...subscription, kind: "createSubscription" }],
  drop: ({ name }) => [{ kind: "dropSubscription", name }],
  alter: alterSubscriptionTo,
  forServer: forVersion,
  fromServer: (subscription, { origin, passwordRequired, runAsOwner, streaming, failover }, version) => ({
    ...subscription,
    ...(version < 160000 && origin !== undefined ? { origin } : {}),
    ...(version < 160000 && passwordRequired !== undefined ? { passwordRequired } : {}),
    ...(version < 160000 && runAsOwner !== undefined ? { runAsOwner } : {}),
    ...(version < 160000 && streaming === "parallel" && subscription.streaming === "on" ? { streaming } : {}),
    ...(version < 170000 && failover !== undefined ? { failover } : {}),
  }),
  addresses: {
    subscription: {
      sql: ({ name }) => sql`subscription ${{ name }}`,
      key: ({ name }) => resource.subscription(name),
      commentLock: "none",
    },
  },
};

function alterSubscriptionTo(from: Subscription, to: Subscription): readonly AlterSubscription[] {
  const [had, has] = [settingsOf(from), settingsOf(to)];
  const changed = Object.entries(has).filter(([name, value]) => had[name as keyof SubscriptionSettings] !== value);
  const isSame = sameData(from.publications.toSorted(), to.publications.toSorted());
  return [
    {
      kind: "alterSubscription",
      name: to.name,
      ...(isSame ? {} : { publications: to.publications }),
      ...(Object.fromEntries(changed) as SubscriptionSettings), // of the fields of `has`
    },
  ];
}

/** What older servers have no words for. */
function forVersion(subscription: Subscription, version: number): Subscription {
  if (version >= 170000) return subscription;
  const { failover: _, ...known } = subscription;
  if (version >= 160000) return known;
  const { origin: __, passwordRequired: ___, runAsOwner: ____, streaming, ...oldest } = known;
  return { ...oldest, streaming: streaming === "parallel" ? "on" : streaming };
}
