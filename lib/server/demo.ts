import "server-only";
import { createTranslator } from "use-intl/core";
import { createDemoProject, findDemoProject } from "@/db/queries/demo-project";
import type { NewItem } from "@/db/queries/items";
import type { CreateProject } from "@/lib/api/projects";
import { compiledMessages } from "@/lib/i18n/compiled-messages";
import { chooseLocale, LOCALE_COOKIE, type Locale } from "@/lib/i18n/locales";
import { itemOf } from "./add-media";
import type { App } from "./app";
import { demoPhotos } from "./demo-photos";
import { imageIntake } from "./media/image-intake";

const LABELS = ["cat", "boat", "airplane", "house", "flower", "rock"] as const;

/** The demo of this person: the one that is there, or a new one with photos and no boxes, which people are to draw. */
export async function openDemo(
  app: App,
  { userId, locale }: { userId: string; locale: Locale },
): Promise<{ projectId: string }> {
  const known = await findDemoProject(app.store, userId);
  if (known !== null) return { projectId: known };
  const items: NewItem[] = [];
  for await (const { name, bytes } of demoPhotos()) {
    items.push(itemOf(await imageIntake.keep({ app, name, source: bytes }), name));
  }
  const project = demoProject(locale);
  const demo = { userId, project, items, now: Date.now() };
  return { projectId: await createDemoProject(app.store, demo) };
}

/** The language in which the person sees the pages. */
export function localeOf(request: Request): Locale {
  const cookies = request.headers.get("cookie") ?? "";
  const found = cookies
    .split(";")
    .map((cookie) => cookie.trim().split("="))
    .find(([name]) => name === LOCALE_COOKIE);
  return chooseLocale({
    cookie: found?.[1],
    acceptLanguage: request.headers.get("accept-language"),
  });
}

function demoProject(locale: Locale): CreateProject {
  const t = createTranslator({ locale, messages: compiledMessages(locale), namespace: "demo" });
  return {
    name: t("name"),
    mediaKind: "image",
    guide: t("guide"),
    labels: LABELS.map((label) => ({ name: t(`labels.${label}`) })),
  };
}
