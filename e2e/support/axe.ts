import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const GRAVE = new Set(["serious", "critical"]);

/**
 * No serious or critical finding of axe on the page as it stands, in the light and in the dark
 * theme (the page's theme must be "as the system"). `where` names the page in a failure.
 */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    // Without motion nothing is measured half faded in.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations
      .filter(({ impact }) => GRAVE.has(impact ?? ""))
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
    expect(grave, `axe on ${where}, ${colorScheme}`).toEqual([]);
  }
}
