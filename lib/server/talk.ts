import "server-only";
import { readableLayers } from "@/db/queries/layer-access";
import { itemOfLayer } from "@/db/queries/layers";
import { listMembers } from "@/db/queries/members";
import { notify, readNotificationsOf } from "@/db/queries/notifications";
import {
  addComment,
  addThread,
  changeComment,
  findComment,
  listThreads,
  readThread,
  removeComment,
  setResolved,
  workersOf,
} from "@/db/queries/threads";
import { findUser } from "@/db/queries/users";
import type { ProjectRole } from "@/db/schema/projects";
import type { Store } from "@/db/store";
import {
  MAX_THREADS,
  type NewComment,
  type NewThread,
  type Thread,
  type ThreadList,
} from "@/lib/api/talk";
import { AppError } from "./app-error";
import { tellNotified } from "./live/tell-notified";
import { tellOfItem } from "./live/tell-of-op";

const EXCERPT_CHARS = 140;

/** Who speaks, in which project, as what. */
export type Speaker = { projectId: string; userId: string; role: ProjectRole };

export async function readThreads(
  store: Store,
  { itemId, ...speaker }: Speaker & { itemId: string },
): Promise<ThreadList> {
  const layerIds = await readableLayers(store, { itemId, ...speaker });
  const threads = await listThreads(store, { itemId, layerIds, limit: MAX_THREADS });
  const members = await listMembers(store, speaker.projectId);
  return { threads, people: members.map(({ userId: id, name }) => ({ id, name })) };
}

/** Begins a thread. The same request sent again finds what the first one wrote. */
export async function beginThread(
  store: Store,
  { itemId, thread, ...speaker }: Speaker & { itemId: string; thread: NewThread },
): Promise<Thread> {
  const layers = await readableLayers(store, { itemId, ...speaker });
  if (!layers.has(thread.layerId)) throw notThere();
  const { comment, ...place } = thread;
  const now = Date.now();
  const told = await store.transaction(async (tx) => {
    const { userId, projectId } = speaker;
    const isNew = await addThread(tx, { ...place, itemId, projectId, userId, now });
    if (!isNew) return null;
    const { id: threadId } = place;
    const isWritten = await addComment(tx, { ...comment, threadId, userId, now });
    if (!isWritten) throw new AppError("conflict", "There is another comment of that id.");
    return tellPeople(tx, { ...speaker, thread: { ...place, itemId }, comment, now });
  });
  const written = await mustReadThread(store, { threadId: place.id, ...speaker });
  // Of another item, or another project's: what it says is not for those who may not look there.
  if (written.itemId !== itemId || written.layerId !== place.layerId) {
    throw new AppError("conflict", "There is another thread of that id.");
  }
  if (told) await announce(store, { ...speaker, thread: written, told });
  return written;
}

export async function answerThread(
  store: Store,
  { threadId, comment, ...speaker }: Speaker & { threadId: string; comment: NewComment },
): Promise<Thread> {
  const thread = await mustReadThread(store, { threadId, ...speaker });
  const now = Date.now();
  const told = await store.transaction(async (tx) => {
    const { userId } = speaker;
    const isNew = await addComment(tx, { ...comment, threadId, userId, now });
    return isNew ? tellPeople(tx, { ...speaker, thread, comment, now }) : null;
  });
  const written = await mustReadThread(store, { threadId, ...speaker });
  if (!told && !written.comments.some(({ id }) => id === comment.id)) {
    throw new AppError("conflict", "There is another comment of that id.");
  }
  if (told) await announce(store, { ...speaker, thread: written, told });
  return written;
}

export async function resolveThread(
  store: Store,
  { threadId, isResolved, ...speaker }: Speaker & { threadId: string; isResolved: boolean },
): Promise<Thread> {
  await mustReadThread(store, { threadId, ...speaker });
  const now = Date.now();
  const { userId, projectId } = speaker;
  const isChanged = await store.transaction((tx) =>
    setResolved(tx, { threadId, isResolved, userId, now }),
  );
  const isRead = await readNotificationsOf(store, { userId, threadId, now });
  if (isRead) await tellNotified(store, { projectId, userIds: [userId] });
  const thread = await mustReadThread(store, { threadId, ...speaker });
  if (isChanged) await announce(store, { ...speaker, thread, told: [] });
  return thread;
}

/** The words of a comment are its author's alone. */
export async function rewriteComment(
  store: Store,
  { comment, ...speaker }: Speaker & { comment: NewComment },
): Promise<Thread> {
  const found = await findComment(store, comment.id);
  if (!found) throw notThere();
  const { threadId, authorId } = found;
  const before = await mustReadThread(store, { threadId, ...speaker });
  if (authorId !== speaker.userId) throw notYours();
  const known = new Set(
    before.comments.find(({ id }) => id === comment.id)?.mentions.map(({ id }) => id),
  );
  const added = comment.mentions.filter((id) => !known.has(id));
  const now = Date.now();
  const told = await store.transaction(async (tx) => {
    await changeComment(tx, { ...comment, now });
    return tellMentioned(tx, {
      ...{ ...speaker, thread: before, now },
      comment: { ...comment, mentions: added },
    });
  });
  const thread = await mustReadThread(store, { threadId, ...speaker });
  await announce(store, { ...speaker, thread, told });
  return thread;
}

/** Its author takes it back, or a manager takes it away. Null: nothing is left of the thread. */
export async function takeBackComment(
  store: Store,
  { commentId, ...speaker }: Speaker & { commentId: string },
): Promise<{ thread: Thread | null }> {
  const found = await findComment(store, commentId);
  if (!found) throw notThere();
  const { threadId, authorId } = found;
  const before = await mustReadThread(store, { threadId, ...speaker });
  if (authorId !== speaker.userId && speaker.role !== "manager") throw notYours();
  await store.transaction((tx) => removeComment(tx, { id: commentId, threadId, now: Date.now() }));
  await announce(store, { ...speaker, thread: before, told: [] });
  return { thread: await readThread(store, threadId) };
}

async function mustReadThread(
  store: Store,
  { threadId, ...speaker }: Speaker & { threadId: string },
): Promise<Thread> {
  const thread = await readThread(store, threadId);
  if (!thread) throw notThere();
  const layers = await readableLayers(store, { itemId: thread.itemId, ...speaker });
  if (!layers.has(thread.layerId)) throw notThere();
  return thread;
}

type Said = Speaker & {
  thread: Pick<Thread, "id" | "itemId" | "layerId"> & Partial<Pick<Thread, "comments">>;
  comment: NewComment;
  now: number;
};

/** One of three reasons is enough: mentioned, spoken with, or it is about their work. */
async function tellPeople(tx: Store, said: Said): Promise<string[]> {
  const { thread, userId } = said;
  const mentioned = await tellMentioned(tx, said);
  const told = new Set([...mentioned, userId]);
  const rest = (ids: readonly string[]) => ids.filter((id) => !told.has(id));
  const spoken = (thread.comments ?? []).flatMap(({ author }) => author?.id ?? []);
  const replied = await mayRead(tx, { ...said, userIds: rest(spoken) });
  for (const id of await notify(tx, { ...newsOf(said), kind: "reply", userIds: replied })) {
    told.add(id);
  }
  const workers = await mayRead(tx, {
    ...said,
    userIds: rest(await workersOf(tx, thread.layerId)),
  });
  for (const id of await notify(tx, { ...newsOf(said), kind: "comment", userIds: workers })) {
    told.add(id);
  }
  told.delete(userId);
  return [...told];
}

async function tellMentioned(tx: Store, said: Said): Promise<string[]> {
  const userIds = await mayRead(tx, { ...said, userIds: said.comment.mentions });
  return notify(tx, { ...newsOf(said), kind: "mention", userIds });
}

function newsOf({ projectId, userId, thread, comment, now }: Said) {
  const text = comment.body.replaceAll(/\s+/g, " ");
  const letters = [...text];
  const excerpt =
    letters.length > EXCERPT_CHARS ? `${letters.slice(0, EXCERPT_CHARS).join("")}…` : text;
  return {
    ...{ projectId, now },
    actorId: userId,
    itemId: thread.itemId,
    threadId: thread.id,
    data: { excerpt },
  };
}

/** Nobody hears of what they could not read. */
async function mayRead(
  tx: Store,
  { projectId, thread, userIds }: Said & { userIds: readonly string[] },
): Promise<string[]> {
  const members = new Map((await listMembers(tx, projectId)).map((one) => [one.userId, one.role]));
  const readers: string[] = [];
  for (const userId of new Set(userIds)) {
    const isOwner = (await findUser(tx, userId))?.role === "owner";
    const role = isOwner ? "manager" : members.get(userId);
    if (!role) continue;
    const layers = await readableLayers(tx, { itemId: thread.itemId, userId, role });
    if (layers.has(thread.layerId)) readers.push(userId);
  }
  return readers;
}

async function announce(
  store: Store,
  { projectId, thread, told }: Speaker & { thread: Thread; told: readonly string[] },
): Promise<void> {
  const layer = await itemOfLayer(store, thread.layerId);
  const news = { kind: "thread", itemId: thread.itemId, threadId: thread.id } as const;
  const ownerId = layer?.isOwn ? layer.authorId : null;
  tellOfItem({ projectId, isGold: layer?.isGold ?? false, ownerId }, news);
  await tellNotified(store, { projectId, userIds: told });
}

function notThere(): AppError {
  return new AppError("not_found", "There is no such comment or layer.");
}

function notYours(): AppError {
  return new AppError("refused", "Only the person who wrote it can change it.");
}
