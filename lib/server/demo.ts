import "server-only";
import { createTranslator } from "use-intl/core";
import { createDemoProject, findDemoProject } from "@/db/queries/demo-project";
import type { NewItem } from "@/db/queries/items";
import { listLabels } from "@/db/queries/labels";
import type { CreateProject } from "@/lib/api/projects";
import { compiledMessages } from "@/lib/i18n/compiled-messages";
import { chooseLocale, LOCALE_COOKIE, type Locale } from "@/lib/i18n/locales";
import { itemOf } from "./add-media";
import type { App } from "./app";
import { demoPhotos } from "./demo-photos";
import { imageIntake } from "./media/image-intake";
import { BUILT_INS } from "./models/built-ins";
import { takeIntoUse } from "./models/model-library";

/** English, as detectors call what they know. */
const LABELS = ["cat", "boat", "airplane", "house", "flower", "rock"] as const;
const THRESHOLD = 0.4;

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
  const projectId = await createDemoProject(app.store, demo);
  await addDetector(app, { projectId, project });
  return { projectId };
}

/** The built-in detector of objects, so that one key proposes boxes. Doing it twice changes nothing. */
async function addDetector(
  { store }: App,
  { projectId, project }: { projectId: string; project: CreateProject },
): Promise<void> {
  const version = BUILT_INS.find(({ task }) => task === "detection");
  if (!version) return;
  const labels = await listLabels(store, projectId);
  const mapping = Object.fromEntries(
    LABELS.flatMap((className, index) => {
      const classIndex = version.classes.indexOf(className);
      const label = labels.find(({ name }) => name === project.labels[index]?.name);
      return classIndex < 0 || !label ? [] : [[String(classIndex), label.id]];
    }),
  );
  const settings = {
    ...{ mapping, threshold: THRESHOLD },
    ...{ minScore: null, iouThreshold: null, resize: null },
  };
  await takeIntoUse(store, { projectId, versionId: version.id, settings, isDefault: true });
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
