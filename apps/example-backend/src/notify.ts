import { NotificationChannel, type NotificationKind, type Prisma } from "../generated/prisma/client.ts";

export interface NewNotification {
  readonly recipientId: string;
  readonly kind: NotificationKind;
  readonly title: string;
  readonly actorId?: string;
  readonly eventId?: string;
  readonly goalId?: number;
  readonly payload?: Prisma.InputJsonObject;
}

/** Leaves a notification on the channels that the recipient wants for its kind: in the app, if nothing was set. */
export async function notify(prisma: Prisma.TransactionClient, notification: NewNotification): Promise<void> {
  const { recipientId: userId, kind } = notification;
  const rules = await prisma.notificationSetting.findMany({ where: { userId, kind } });
  const wanted = rules.filter((rule) => rule.enabled).map((rule) => rule.channel);
  const channels = rules.length === 0 ? [NotificationChannel.IN_APP] : wanted;
  if (channels.length === 0) return;
  await prisma.notification.create({ data: { ...notification, title: notification.title.slice(0, 160), channels } });
}
