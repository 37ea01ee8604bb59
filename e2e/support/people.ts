import type { Browser, BrowserContext, Page } from "@playwright/test";
import type { TestServer } from "./server";

export const PASSWORD = "correct horse battery";

/** A person with a browser of their own, signed in. */
export type Person = { context: BrowserContext; page: Page; api: Api };
export type Api = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  put<T>(path: string, body: Buffer): Promise<T>;
};

/** The first person: creates the owner account of an empty server. */
export async function signUpOwner(browser: Browser, server: TestServer): Promise<Person> {
  const person = await newPerson(browser, server);
  await person.api.post("/api/v1/setup", {
    name: "Olga Owner",
    email: "olga@example.test",
    password: PASSWORD,
  });
  return person;
}

/** Another person of a project, who follows an invitation with a browser of their own. */
export async function inviteTo(
  browser: Browser,
  server: TestServer,
  {
    owner,
    projectId,
    role,
    name = `A ${role}`,
  }: { owner: Person; projectId: string; role: string; name?: string },
): Promise<Person & { userId: string }> {
  const { token } = await owner.api.post<{ token: string }>(
    `/api/v1/projects/${projectId}/invitations`,
    { role },
  );
  const person = await newPerson(browser, server);
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.test`;
  await person.api.post(`/api/v1/invitations/${token}`, { name, email, password: PASSWORD });
  const { members } = await owner.api.get<{ members: { userId: string; email: string }[] }>(
    `/api/v1/projects/${projectId}/members`,
  );
  const userId = members.find((member) => member.email === email)?.userId;
  if (!userId) throw new Error(`${name} has not joined.`);
  return { ...person, userId };
}

async function newPerson(browser: Browser, server: TestServer): Promise<Person> {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  return { context, page, api: apiOf(context, server.url) };
}

function apiOf(context: BrowserContext, origin: string): Api {
  async function call<T>(method: string, path: string, data?: unknown): Promise<T> {
    const response = await context.request.fetch(path, {
      method,
      headers: {
        origin,
        ...(Buffer.isBuffer(data) ? { "content-type": "application/octet-stream" } : {}),
      },
      ...(data === undefined ? {} : { data: data as Buffer }),
    });
    if (!response.ok()) throw new Error(`${method} ${path}: ${await response.text()}`);
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
  return {
    get: (path) => call("GET", path),
    post: (path, body = {}) => call("POST", path, body),
    put: (path, body) => call("PUT", path, body),
  };
}

/** A project with labels and generated photos; returns the ids in order. */
export async function projectWithPhotos(
  { api }: Person,
  options: { labels?: string[]; photos: { name: string; bytes: Buffer }[] },
): Promise<{ projectId: string; itemIds: string[] }> {
  const { id: projectId } = await api.post<{ id: string }>("/api/v1/projects", {
    name: "Street",
    mediaKind: "image",
    labels: (options.labels ?? ["car", "person"]).map((name) => ({ name })),
  });
  const itemIds: string[] = [];
  for (const { name, bytes } of options.photos) {
    const { itemId } = await api.put<{ itemId: string }>(
      `/api/v1/projects/${projectId}/files?name=${encodeURIComponent(name)}`,
      bytes,
    );
    itemIds.push(itemId);
  }
  return { projectId, itemIds };
}
