import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { expect, onTestFinished, test } from "vitest";
import { setIsMailed } from "@/db/queries/notification-mail";
import { notify, readNotifications } from "@/db/queries/notifications";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addTestImage, testPng } from "@/lib/testing/test-items";
import { openApp } from "./app";
import { isMailPossible, mailNotifications } from "./notification-mail";

const MINUTE_MS = 60_000;
const ADDRESS = "http://trazo.test";

/** A real SMTP server on a free port. */
async function openSmtp() {
  const received: { to: string[]; raw: string }[] = [];
  const state = { isRefusing: false };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo: (_address, _session, done) =>
      done(state.isRefusing ? new Error("No such box") : null),
    onData(stream, { envelope }, done) {
      text(stream).then((raw) => {
        received.push({ to: envelope.rcptTo.map(({ address }) => address), raw });
        done();
      }, done);
    },
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.server.once("listening", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, received, state };
}

/** Plain ASCII lines of a quoted-printable mail. */
function bodyOf(raw: string): string {
  return raw
    .slice(raw.indexOf("\r\n\r\n"))
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

async function setUp() {
  const smtp = await openSmtp();
  const app = openTestApp({ TRAZO_SMTP_URL: smtp.url, TRAZO_URL: ADDRESS });
  const owner = await signUp(app, "olga", "owner");
  const ann = await signUp(app, "ann", "member");
  const projectId = await testProject(app, owner.user);
  const { itemId } = await addTestImage(app, {
    projectId,
    name: "street.png",
    bytes: await testPng(1),
  });
  const start = Date.now();
  const write = (excerpt: string, now: number) =>
    app.store.transaction((tx) =>
      notify(tx, {
        ...{ kind: "mention", userIds: [ann.user.id], actorId: owner.user.id },
        ...{ projectId, itemId, data: { excerpt }, now },
      }),
    );
  return { smtp, app, ann, write, start, itemId };
}

test("who asked for it gets one mail with all that they have not seen, and never the same twice", async () => {
  const { smtp, app, ann, write, start, itemId } = await setUp();
  expect(isMailPossible(app)).toBe(true);
  await write("first", start);
  await mailNotifications(app, start + 5 * MINUTE_MS);
  expect(smtp.received).toEqual([]);

  await setIsMailed(app.store, { userId: ann.user.id, isMailed: true });
  // Somebody at the screen sees it without a mail.
  await mailNotifications(app, start + MINUTE_MS);
  expect(smtp.received).toEqual([]);
  await write("second", start + 2 * MINUTE_MS);
  await mailNotifications(app, start + 3 * MINUTE_MS);
  expect(smtp.received).toHaveLength(1);
  const [mail] = smtp.received;
  expect(mail?.to).toEqual([ann.user.email]);
  const body = bodyOf(mail?.raw ?? "");
  expect(body).toContain("olga mentioned you");
  expect(body.indexOf("first")).toBeLessThan(body.indexOf("second"));
  expect(body).toContain(`/items/${itemId}`);
  expect(body).toContain("street.png");

  await mailNotifications(app, start + 30 * MINUTE_MS);
  // Another process on the same data, as after a restart.
  const restarted = openApp(app.settings);
  await mailNotifications(restarted, start + 40 * MINUTE_MS);
  restarted.store.close();
  expect(smtp.received).toHaveLength(1);

  await write("seen meanwhile", start + 41 * MINUTE_MS);
  await readNotifications(app.store, { userId: ann.user.id, now: start + 42 * MINUTE_MS });
  await mailNotifications(app, start + 50 * MINUTE_MS);
  expect(smtp.received).toHaveLength(1);
});

test("without a mail server it is tried again, unless it is old news by then", async () => {
  const { smtp, app, ann, write, start } = await setUp();
  await setIsMailed(app.store, { userId: ann.user.id, isMailed: true });
  await write("patience", start);
  const away = { ...app, settings: { ...app.settings, smtpUrl: "smtp://127.0.0.1:1" } };
  await expect(mailNotifications(away, start + 3 * MINUTE_MS)).rejects.toThrow("reached");
  await mailNotifications(app, start + 4 * MINUTE_MS);
  expect(smtp.received).toHaveLength(1);
  await write("too late", start);
  await mailNotifications(app, start + 25 * 60 * MINUTE_MS);
  expect(smtp.received).toHaveLength(1);
});

test("an address that the mail server refuses is not tried for ever", async () => {
  const { smtp, app, ann, write, start } = await setUp();
  await setIsMailed(app.store, { userId: ann.user.id, isMailed: true });
  await write("nobody there", start);
  smtp.state.isRefusing = true;
  await mailNotifications(app, start + 3 * MINUTE_MS);
  smtp.state.isRefusing = false;
  await mailNotifications(app, start + 4 * MINUTE_MS);
  expect(smtp.received).toEqual([]);
  await write("moved in", start + 5 * MINUTE_MS);
  await mailNotifications(app, start + 8 * MINUTE_MS);
  expect(bodyOf(smtp.received[0]?.raw ?? "")).toContain("moved in");
});
