import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { createProject } from "@/db/queries/projects";
import type { User } from "@/db/queries/users";
import type { MediaKind } from "@/lib/media/media";
import { createAccount } from "@/lib/server/accounts";
import { type App, openApp, setApp } from "@/lib/server/app";
import { readSettings } from "@/lib/server/settings";
import { signInResponse } from "@/lib/server/sign-in";

const PASSWORD = "correct horse battery";
const ORIGIN = "http://localhost:3000";

/** A real application on an empty, migrated database in a folder of its own, gone after the test. */
export function openTestApp(env: Record<string, string> = {}): App {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-test-"));
  const app = openApp(readSettings({ TRAZO_DATA: dataDir, ...env }));
  setApp(app);
  onTestFinished(() => {
    app.store.close();
    fs.rmSync(dataDir, { recursive: true, force: true });
  });
  return app;
}

export type SignedIn = { user: User; cookie: string };

/** Creates an account, the first one as owner, and signs it in. */
export async function signUp(app: App, name: string, role: User["role"]): Promise<SignedIn> {
  const email = `${name}@example.test`;
  const user = await createAccount(
    app.store,
    { name, email, password: PASSWORD },
    { role, isFirst: role === "owner" },
  );
  const response = await signInResponse(apiRequest("POST", "/"), user, PASSWORD);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return { user, cookie };
}

/** A project with the given label names, managed by the user. */
export function testProject(
  app: App,
  user: User,
  labels: string[] = ["car", "person"],
  mediaKind: MediaKind = "image",
) {
  return createProject(app.store, {
    project: {
      name: "Street",
      mediaKind,
      guide: "",
      labels: labels.map((name) => ({ name })),
    },
    userId: user.id,
    now: Date.now(),
  });
}

export function apiRequest(
  method: string,
  pathAndQuery: string,
  options: { cookie?: string; body?: unknown; headers?: Record<string, string> } = {},
): Request {
  return new Request(`${ORIGIN}${pathAndQuery}`, {
    method,
    headers: {
      host: "localhost:3000",
      origin: ORIGIN,
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
}
