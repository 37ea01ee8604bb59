import { expect, type Page, test } from "@playwright/test";
import { CLIENT, startOidcProvider } from "../lib/testing/oidc-provider";
import { expectAccessible } from "./support/axe";
import { projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

const EVA = { sub: "eva-1", email: "eva@example.test", email_verified: true, name: "Eva Ehrlich" };

let provider: Awaited<ReturnType<typeof startOidcProvider>>;
let server: TestServer;
test.beforeAll(async () => {
  provider = await startOidcProvider();
  server = await startServer((url) => ({
    TRAZO_URL: url,
    TRAZO_OIDC_ISSUER: provider.issuer,
    TRAZO_OIDC_CLIENT_ID: CLIENT.id,
    TRAZO_OIDC_CLIENT_SECRET: CLIENT.secret,
    TRAZO_OIDC_NAME: "Example Works",
  }));
});
test.afterAll(async () => {
  await server?.dispose();
  provider?.close();
});

async function signInElsewhere(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign in with Example Works" }).click();
}

test("who is invited by address comes in through the single sign-on, and nobody else", async ({
  browser,
}) => {
  const owner = await signUpOwner(browser, server);
  const { projectId } = await projectWithPhotos(owner, {
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  });
  provider.signsIn = EVA;
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await page.goto(`/projects/${projectId}/items`);
  await expect(page).toHaveURL(/\/sign-in/);
  await expectAccessible(page, "signing in with a single sign-on");
  await signInElsewhere(page);
  await expect(page.getByText("Nobody has invited your address")).toBeVisible();

  const invitation = { email: EVA.email, role: "annotator" };
  await owner.api.post(`/api/v1/projects/${projectId}/invitations`, invitation);
  await page.goto(`/projects/${projectId}/items`);
  await signInElsewhere(page);
  // Where they wanted to go.
  await expect(page).toHaveURL(`${server.url}/projects/${projectId}/items`);
  await expect(page.getByRole("link", { name: "street.jpg" })).toBeVisible();

  await owner.page.goto(`/projects/${projectId}/settings/members`);
  await expect(owner.page.getByText("Eva Ehrlich")).toBeVisible();
  await context.close();
  await owner.context.close();
});
