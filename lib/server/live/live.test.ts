import { expect, test } from "vitest";
import { GET as live } from "@/app/api/v1/projects/[projectId]/live/route";
import { addMember, dropMember } from "@/lib/server/members";
import {
  apiRequest,
  openTestApp,
  type SignedIn,
  signUp,
  testProject,
} from "@/lib/testing/test-app";
import { endAllStreams, publish } from "./bus";
import { liveStream } from "./live-stream";
import { beat, leave, presenceOf } from "./presence";

function open(projectId: string, who: SignedIn): Promise<Response> {
  const request = apiRequest("GET", `/api/v1/projects/${projectId}/live`, { cookie: who.cookie });
  return live(request, { params: Promise.resolve({ projectId }) });
}

/** The events that come, as objects; `alive` ones left out. */
async function* eventsOf(response: Response): AsyncGenerator<{ kind: string }> {
  if (!response.body) throw new Error("no body");
  let rest = "";
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    rest += decoder.decode(bytes, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      if (block.startsWith("data: ")) yield JSON.parse(block.slice("data: ".length));
    }
  }
}

async function next(events: AsyncGenerator<{ kind: string }>): Promise<unknown> {
  const { value } = await events.next();
  return value;
}

test("a stream tells who is there, then what happens in its project alone", async () => {
  const app = openTestApp();
  const owner = await signUp(app, "owner", "owner");
  const projectId = await testProject(app, owner.user);
  const other = await testProject(app, owner.user);
  const response = await open(projectId, owner);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cache-control")).toContain("no-transform");
  const events = eventsOf(response);
  expect(await next(events)).toEqual({ kind: "presence", people: [] });
  publish(other, { kind: "labels" });
  publish(projectId, { kind: "work" });
  expect(await next(events)).toEqual({ kind: "work" });
  await events.return(undefined);
});

test("a notification finds its person in any project, and nobody else", async () => {
  const app = openTestApp();
  const owner = await signUp(app, "owner", "owner");
  const ann = await signUp(app, "ann", "member");
  const projectId = await testProject(app, owner.user);
  await addMember(app.store, { projectId, email: ann.user.email, role: "annotator" });
  const other = await testProject(app, owner.user);
  const ofOwner = eventsOf(await open(projectId, owner));
  const ofAnn = eventsOf(await open(projectId, ann));
  await next(ofOwner);
  await next(ofAnn);
  publish(other, { kind: "notification", unread: 3 }, ann.user.id);
  publish(projectId, { kind: "labels" });
  expect(await next(ofAnn)).toEqual({ kind: "notification", unread: 3 });
  expect(await next(ofOwner)).toEqual({ kind: "labels" });
  await ofOwner.return(undefined);
  await ofAnn.return(undefined);
});

test("whoever may not read any more is cut off by the next check", async () => {
  const app = openTestApp();
  const owner = await signUp(app, "owner", "owner");
  const ann = await signUp(app, "ann", "member");
  const projectId = await testProject(app, owner.user);
  await addMember(app.store, { projectId, email: ann.user.email, role: "annotator" });
  const response = await open(projectId, ann);
  expect(response.status).toBe(200);
  await response.body?.cancel();
  await dropMember(app.store, { projectId, userId: ann.user.id });
  expect((await open(projectId, ann)).status).toBe(404);

  let isAllowed = true;
  const abort = new AbortController();
  const stream = liveStream({
    projectId,
    userId: ann.user.id,
    signal: abort.signal,
    first: [],
    isAllowed: async () => isAllowed,
    checkEveryMs: 5,
  });
  isAllowed = false;
  const heard = [];
  for await (const event of eventsOf(stream)) heard.push(event);
  expect(heard).toEqual([]);
});

test("a reader who leaves, and a server that stops, end their streams", async () => {
  const options = { projectId: "p", userId: "u", first: [], isAllowed: async () => true };
  const abort = new AbortController();
  const left = eventsOf(liveStream({ ...options, signal: abort.signal }));
  const stopped = eventsOf(liveStream({ ...options, signal: new AbortController().signal }));
  abort.abort();
  expect(await next(left)).toBeUndefined();
  publish("p", { kind: "labels" });
  expect(await next(stopped)).toEqual({ kind: "labels" });
  endAllStreams();
  expect(await next(stopped)).toBeUndefined();
});

test("one person cannot hold streams without end", () => {
  const { signal } = new AbortController();
  const options = {
    projectId: "p",
    userId: "many",
    first: [],
    isAllowed: async () => true,
    signal,
  };
  for (let n = 0; n < 16; n += 1) liveStream({ ...options, signal: new AbortController().signal });
  expect(() => liveStream(options)).toThrow(/Too many pages/);
  endAllStreams();
  expect(() => liveStream(options)).not.toThrow();
  endAllStreams();
});

test("presence: a tab is where it was last, until it leaves or falls silent", () => {
  const at = {
    userId: "u",
    name: "Ann",
    clientId: "tab",
    itemId: "a",
    layerId: "l",
    annotationId: null,
    mayWrite: true,
  };
  const now = Date.now();
  beat("project", { ...at, isApart: false }, now);
  expect(presenceOf("project", { now })).toEqual([at]);
  beat("project", { ...at, itemId: "b", isApart: false }, now);
  expect(presenceOf("project", { now })).toEqual([{ ...at, itemId: "b" }]);
  // Late news of the item that the tab has left, or somebody else's word.
  leave({ userId: "u", clientId: "tab", itemId: "a" });
  leave({ userId: "x", clientId: "tab" });
  expect(presenceOf("project", { now })).toHaveLength(1);
  expect(presenceOf("project", { now: now + 49_000 })).toHaveLength(1);
  expect(presenceOf("project", { now: now + 51_000 })).toEqual([]);
  leave({ userId: "u", clientId: "tab", itemId: "b" });
  expect(presenceOf("project", { now })).toEqual([]);
});

test("presence: of people in layers of their own only those who review are told", async () => {
  const app = openTestApp();
  const owner = await signUp(app, "owner", "owner");
  const ann = await signUp(app, "ann", "member");
  const projectId = await testProject(app, owner.user);
  await addMember(app.store, { projectId, email: ann.user.email, role: "annotator" });
  const at = { userId: "u", name: "Ben", clientId: "tab", itemId: "a", layerId: "own" };
  beat(projectId, { ...at, annotationId: null, mayWrite: true, isApart: true });
  const ofAnn = eventsOf(await open(projectId, ann));
  const ofOwner = eventsOf(await open(projectId, owner));
  expect(await next(ofAnn)).toEqual({ kind: "presence", people: [] });
  expect(await next(ofOwner)).toMatchObject({ people: [at] });
  beat(projectId, { ...at, itemId: "b", annotationId: null, mayWrite: true, isApart: false });
  const isOnB = { people: [{ ...at, itemId: "b" }] };
  let told = await next(ofAnn);
  while ((told as { people: unknown[] }).people.length === 0) told = await next(ofAnn);
  expect(told).toMatchObject(isOnB);
  leave({ userId: "u", clientId: "tab" });
  await ofAnn.return(undefined);
  await ofOwner.return(undefined);
});
