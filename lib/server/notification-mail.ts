import "server-only";
import { listWaiting, putBackForMail, takeForMail } from "@/db/queries/notification-mail";
import type { Notification } from "@/lib/api/talk";
import { type App, getApp } from "./app";
import { MailError, sendMail } from "./mail";

/** Who is at the screen has seen it by then; and what follows in that time comes in the same mail. */
const WAIT_MS = 120_000;
const LOOK_EVERY_MS = 30_000;
/** No flood when a mail server is set up, or comes back after long. */
const MAX_AGE_MS = 86_400_000;
const MAX_LINES = 30;

/** Links need an address that people open. */
export function isMailPossible({ settings }: App = getApp()): boolean {
  return settings.smtpUrl !== null && settings.url !== null;
}

/** Looks now and then whether somebody is to be written to, as long as the process runs. */
export function startNotificationMail(app: App): void {
  if (!isMailPossible(app)) return;
  let isBusy = false;
  const timer = setInterval(async () => {
    if (isBusy) return;
    isBusy = true;
    await mailNotifications(app, Date.now()).catch((error: unknown) => {
      console.error("Notifications could not be mailed:", error);
    });
    isBusy = false;
  }, LOOK_EVERY_MS);
  timer.unref();
}

/**
 * One mail to each person who has waited long enough. Throws when there is no mail server: then all is tried again the
 * next time. An address that it refuses is not tried again with the same news, and holds up nobody else.
 */
export async function mailNotifications(app: App, now: number): Promise<void> {
  const { store, settings } = app;
  const since = now - MAX_AGE_MS;
  for (const { userId, email } of await listWaiting(store, { since, until: now - WAIT_MS })) {
    const news = await takeForMail(store, { userId, since, now });
    if (news.length === 0) continue;
    try {
      await sendMail(settings, { to: email, ...mailOf(news, settings.url ?? "") });
    } catch (error) {
      if (error instanceof MailError && error.code === "refused") {
        console.error(error.message);
        continue;
      }
      await putBackForMail(
        store,
        news.map(({ id }) => id),
      );
      throw error;
    }
  }
}

/** In both languages: which one a person reads is known to their browser only. */
function mailOf(news: readonly Notification[], url: string): { subject: string; text: string } {
  const count = news.length;
  const shown = news.slice(0, MAX_LINES).map((one) => lineOf(one, url));
  const rest = count > MAX_LINES ? [`+ ${count - MAX_LINES}: ${url}/notifications`] : [];
  return {
    subject:
      count === 1
        ? `Trazo: ${sentenceOf(news[0])}`
        : `Trazo: ${count} notifications / notificaciones`,
    text: `${[...shown, ...rest].join("\n\n")}

--
You asked for these mails; switch them off under ${url}/account
Pediste estos correos; puedes desactivarlos en ${url}/account
`,
  };
}

function lineOf(one: Notification, url: string): string {
  const { project, item, data, threadId } = one;
  const path = item
    ? `/projects/${project.id}/items/${item.id}${threadId ? `?thread=${threadId}` : ""}`
    : `/projects/${project.id}`;
  const where = item ? `${project.name} / ${item.name}` : project.name;
  const quoted = data.excerpt ? `\n  "${data.excerpt}"` : "";
  const reasons = data.reasons?.length ? `\n  ${data.reasons.join(", ")}` : "";
  return `${sentenceOf(one)}\n  ${where}${quoted}${reasons}\n  ${url}${path}`;
}

function sentenceOf(one: Notification | undefined): string {
  if (!one) return "";
  const who = one.actor?.name ?? "?";
  const count = one.data.count ?? 1;
  switch (one.kind) {
    case "mention":
      return `${who} mentioned you / te ha mencionado`;
    case "reply":
      return `${who} replied / ha respondido`;
    case "comment":
      return `${who} commented on your work / ha comentado tu trabajo`;
    case "rejected":
      return `${who} returned an item to you / te ha devuelto un elemento`;
    case "assigned":
      return `${who} assigned you ${count} / te ha asignado ${count}`;
  }
}
