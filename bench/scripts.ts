import type { BrowserContext } from "@playwright/test";
import { startServer } from "../e2e/support/server";
import type { Bench } from "./bench";
import type { Rect } from "./canvas-gestures";
import { type BenchProject, makeProject, newContext, openItem } from "./canvas-project";
import { within } from "./machine";
import { ownerCookie } from "./owner";
import { watchScripts } from "./page-weight";
import { launchUnlimited } from "./unlimited-browser";

const FIRST_LOAD_KB = 400;

/** What the editor page of an image loads before the image is on screen: a part of `canvas`, in half a minute. */
export const scriptsBench: Bench = {
  id: "scripts",
  async run() {
    const server = await startServer();
    const browser = await launchUnlimited();
    try {
      const { cookie } = await ownerCookie(server.url);
      const project = await makeProject(server, { cookie, counts: [] });
      const context = await newContext(browser, server, cookie);
      const { scripts } = await measureFirstLoad(context, project);
      return { browser: browser.version(), firstLoadScriptKb: scripts };
    } finally {
      await browser.close();
      await server.dispose();
    }
  },
};

/** The scripts of a page that is opened for the first time, and where its canvas lies. */
export async function measureFirstLoad(
  context: BrowserContext,
  project: BenchProject,
): Promise<{ area: Rect; scripts: Record<string, unknown> }> {
  const page = await context.newPage();
  const scripts = await watchScripts(context, page);
  const area = await openItem(page, project, project.stepped[0] ?? "");
  const weight = await scripts.stop();
  await page.close();
  return { area, scripts: { ...weight, gzip: within(weight.gzipKb, FIRST_LOAD_KB) } };
}
