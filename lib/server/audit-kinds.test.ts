import path from "node:path";
import { expect, test } from "vitest";
import { listAuditEvents } from "@/db/queries/audit";
import { AUDIT_GROUPS } from "@/lib/api/people";
import { apiRequest, openTestApp, type SignedIn, signUp } from "@/lib/testing/test-app";
import { addTestItem } from "@/lib/testing/test-model";
import type { RouteHandler } from "./route";

type Answer = Record<string, unknown> & { id?: string };

async function ask(
  who: SignedIn | null,
  method: string,
  file: string,
  { body, ...params }: { body?: unknown } & Record<string, unknown> = {},
): Promise<Answer> {
  const route = (await import(path.resolve(`app/api/v1/${file}/route.ts`))) as Record<
    string,
    RouteHandler
  >;
  const request = apiRequest(method, "/api/v1/x", {
    ...(who ? { cookie: who.cookie } : {}),
    ...(body === undefined ? {} : { body }),
  });
  const handler = route[method];
  if (!handler) throw new Error(`no ${method} ${file}`);
  const at = params as Record<string, string>;
  const response = await handler(request, { params: Promise.resolve(at) });
  const text = await response.text();
  expect(response.ok, `${method} ${file}: ${text.slice(0, 500)}`).toBe(true);
  return text.startsWith("{") ? (JSON.parse(text) as Answer) : {};
}

test("whatever is done to people, members, projects, labels, tokens and datasets is in the log, once each", async () => {
  const app = openTestApp();
  const olga = await signUp(app, "olga", "owner");
  const max = await signUp(app, "max", "member");
  const userId = max.user.id;
  const seen = new Map<string, number>();
  const P = "projects/[projectId]";
  const { id: projectId = "" } = await ask(olga, "POST", "projects", {
    body: { name: "Street", mediaKind: "image", labels: [{ name: "car" }] },
  });
  const at = { projectId };
  const label = async (name: string) => {
    const made = await ask(olga, "POST", `${P}/labels`, { ...at, body: { labels: [{ name }] } });
    return (made as { labels: { id: string }[] }).labels.at(-1)?.id ?? "";
  };

  await ask(olga, "PATCH", P, { ...at, body: { name: "Road" } });
  await ask(olga, "PATCH", `${P}/workflow`, { ...at, body: { overlap: 1.5 } });
  await ask(olga, "PUT", `${P}/members/[userId]`, { ...at, userId, body: { role: "viewer" } });
  await ask(olga, "PUT", `${P}/members/[userId]`, { ...at, userId, body: { role: "reviewer" } });
  await ask(olga, "DELETE", `${P}/members/[userId]`, { ...at, userId });

  const labelId = await label("dog");
  const into = await label("cat");
  const listed = (await ask(olga, "GET", `${P}/labels`, at)) as { labels: { id: string }[] };
  const ids = listed.labels.map(({ id }) => id).reverse();
  await ask(olga, "PUT", `${P}/labels/order`, { ...at, body: { ids } });
  await ask(olga, "PATCH", `${P}/labels/[labelId]`, { ...at, labelId, body: { name: "hound" } });
  await ask(olga, "DELETE", `${P}/labels/[labelId]`, { ...at, labelId });
  await ask(olga, "POST", `${P}/labels/[labelId]/restore`, { ...at, labelId });
  await ask(olga, "POST", `${P}/labels/[labelId]/merge`, { ...at, labelId, body: { into } });

  const revoked = await ask(olga, "POST", `${P}/invitations`, { ...at, body: { role: "viewer" } });
  const withdrawn = { ...at, invitationId: revoked.id };
  await ask(olga, "DELETE", `${P}/invitations/[invitationId]`, withdrawn);
  const open = await ask(olga, "POST", `${P}/invitations`, { ...at, body: { role: "annotator" } });
  const account = { name: "Ida", email: "ida@example.test", password: "correct horse battery" };
  await ask(null, "POST", "invitations/[token]", { token: open["token"], body: account });

  const token = await ask(olga, "POST", "account/tokens", {
    body: { name: "nightly", scopes: ["read"], projectId, days: 1 },
  });
  await ask(olga, "DELETE", "account/tokens/[tokenId]", { tokenId: token.id });

  await addTestItem(app, { projectId });
  const wanted = { ...at, body: { format: "coco" } };
  const { exportId } = await ask(olga, "POST", `${P}/exports`, wanted);
  const exported = { ...at, exportId };
  await expect
    .poll(async () => (await ask(olga, "GET", `${P}/exports/[exportId]`, exported))["state"])
    .toBe("done");
  await ask(olga, "GET", `${P}/exports/[exportId]/download`, exported);
  await ask(olga, "GET", "audit/csv");

  await ask(olga, "PATCH", "users/[userId]", { userId, body: { role: "owner" } });
  await ask(olga, "PATCH", "users/[userId]", { userId, body: { isDeactivated: true } });
  await ask(olga, "PATCH", "users/[userId]", { userId, body: { isDeactivated: false } });
  await ask(olga, "DELETE", P, at);
  await ask(olga, "POST", `${P}/restore`, at);

  for (const { kind, actor } of await listAuditEvents(app.store, { limit: 1_000 })) {
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    expect(actor, kind).not.toBeNull();
  }
  const { signIn: _tested, ...groups } = AUDIT_GROUPS;
  // Only a single sign-on links accounts.
  const kinds = Object.values(groups).flat();
  const missing = kinds.filter((kind) => !seen.has(kind) && kind !== "account.link");
  expect(missing).toEqual([]);
  const once = ["project.create", "project.rename", "project.settings", "member.role"];
  for (const kind of [...once, "member.remove", "label.merge", "label.order", "token.revoke"]) {
    expect(seen.get(kind), kind).toBe(1);
  }
});
