import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { expect, onTestFinished, test } from "vitest";
import { POST as confirmRoute } from "@/app/api/v1/password-reset/confirm/route";
import { POST as requestRoute } from "@/app/api/v1/password-reset/request/route";
import { createdInvitationSchema } from "@/lib/api/members";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { invite } from "./invitations";
import { MailError, sendMail } from "./mail";
import { makeResetLink } from "./password-reset";
import { readSettings } from "./settings";
import { signInResponse } from "./sign-in";

const NEW_PASSWORD = "a brand new password";
const ADDRESS = "http://localhost:3000";
const NO_PARAMS = { params: Promise.resolve({}) };

type Received = { to: string[]; raw: string };

/** A real SMTP server on a free port; `next` waits for a mail. */
async function openSmtp(options: { refuses?: boolean; needsLogin?: boolean } = {}) {
  const received: Received[] = [];
  let wake = () => {};
  const server = new SMTPServer({
    disabledCommands: options.needsLogin ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
    allowInsecureAuth: true,
    logger: false,
    onAuth: (_auth, _session, done) => done(new Error("Unknown name or password")),
    onRcptTo: (_address, _session, done) => done(options.refuses ? new Error("No such box") : null),
    onData(stream, session, done) {
      text(stream).then((raw) => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        done();
        wake();
      }, done);
    },
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.server.once("listening", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    async next(): Promise<Received> {
      while (received.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return received.shift() ?? { to: [], raw: "" };
    },
  };
}

/** The text of a mail as it arrives: quoted-printable. */
function bodyOf(raw: string): string {
  const body = raw.slice(raw.indexOf("\r\n\r\n") + 4).replaceAll("=\r\n", "");
  const bytes = body.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

test("who asks for a new password gets a mail whose link works, once", async () => {
  const smtp = await openSmtp();
  const app = openTestApp({ TRAZO_SMTP_URL: `smtp://${smtp.host}`, TRAZO_URL: ADDRESS });
  const { user } = await signUp(app, "zoe", "owner");
  const answer = await requestRoute(
    apiRequest("POST", "/", { body: { email: user.email } }),
    NO_PARAMS,
  );
  expect(answer.status).toBe(202);

  const mail = await smtp.next();
  expect(mail.to).toEqual([user.email]);
  const body = bodyOf(mail.raw);
  expect(body).toContain("nueva contraseña");
  const token = new RegExp(`${ADDRESS}/reset-password/(\\S+)`).exec(body)?.[1];
  const confirm = () =>
    confirmRoute(apiRequest("POST", "/", { body: { token, password: NEW_PASSWORD } }), NO_PARAMS);
  expect((await confirm()).status).toBe(204);
  const signedIn = await signInResponse(apiRequest("POST", "/"), user, NEW_PASSWORD);
  expect(signedIn.headers.getSetCookie()).not.toEqual([]);
  expect((await confirm()).status).toBe(410);
});

test("an invitation is mailed; when the server is gone the answer has the link to hand over", async () => {
  const smtp = await openSmtp();
  const app = openTestApp({ TRAZO_SMTP_URL: `smtp://${smtp.host}`, TRAZO_URL: ADDRESS });
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const invitation = { email: "max@example.test", projectId, role: "viewer" } as const;
  const sent = await invite({ ...invitation, userId: user.id });
  expect(sent.isMailed).toBe(true);
  expect(bodyOf((await smtp.next()).raw)).toContain(`${ADDRESS}${sent.path}`);

  const gone = openTestApp({ TRAZO_SMTP_URL: "smtp://127.0.0.1:1", TRAZO_URL: ADDRESS });
  const owner = await signUp(gone, "olga", "owner");
  const other = await testProject(gone, owner.user);
  const unsent = await invite({ ...invitation, projectId: other, userId: owner.user.id });
  expect(unsent).toMatchObject({ isMailed: false, path: `/invite/${unsent.token}` });
  expect(createdInvitationSchema.safeParse(unsent).success).toBe(true);
  // A new password as well: the owner makes the link and hands it over.
  const answer = await requestRoute(
    apiRequest("POST", "/", { body: { email: owner.user.email } }),
    NO_PARAMS,
  );
  expect(answer.status).toBe(202);
  expect((await makeResetLink(gone.store, owner.user.id)).path).toMatch(/^\/reset-password\/.+/);
});

test("what goes wrong is said in a sentence that names the server", async () => {
  const mail = { to: "max@example.test", subject: "Hello", text: "Hello" };
  const failure = async (smtpUrl: string) => {
    const settings = readSettings({ TRAZO_SMTP_URL: smtpUrl });
    return sendMail(settings, mail).then(
      () => expect.unreachable("it was sent"),
      (error: unknown) => {
        expect(error).toBeInstanceOf(MailError);
        const { code, message, cause } = error as MailError;
        expect(cause).toBeInstanceOf(Error);
        return { code, message };
      },
    );
  };
  expect(await failure("smtp://127.0.0.1:1")).toEqual({
    code: "unreachable",
    message: expect.stringMatching(/^The mail server 127\.0\.0\.1:1 could not be reached: /),
  });
  const refusing = await openSmtp({ refuses: true });
  expect(await failure(`smtp://${refusing.host}`)).toEqual({
    code: "refused",
    message: expect.stringContaining("No such box"),
  });
  const closed = await openSmtp({ needsLogin: true });
  const refusal = await failure(`smtp://ada:secret@${closed.host}`);
  expect(refusal.code).toBe("not_allowed");
  expect(refusal.message).not.toContain("secret");
});
