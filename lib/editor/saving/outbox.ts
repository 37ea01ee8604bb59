import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Conflict, Lane, QueuedOp } from "./lane";

/** Where a lane lives: the outbox keeps every person's and every layer's work apart. */
export type LaneAddress = { laneId: string; userId: string; layerId: string };
export type StoredLane = LaneAddress & { lane: Lane };

/** What changed between two states of a lane; written in one transaction, so never by half. */
export type LaneWrite = {
  address: LaneAddress;
  rev: number;
  putOps: readonly QueuedOp[];
  deleteOps: readonly string[];
  putConflicts: readonly Conflict[];
  deleteConflicts: readonly string[];
  /** Nothing is left to say: the lane itself goes. */
  isEmpty: boolean;
};

/** Unsent work on disk. Every promise resolves when the data is safe, and rejects otherwise. */
export interface Outbox {
  write(write: LaneWrite): Promise<void>;
  /** Moves orphaned lanes into one: the old ones go in the transaction that writes the new one. */
  adopt(write: LaneWrite, laneIds: readonly string[]): Promise<void>;
  lanes(userId: string, layerId: string): Promise<StoredLane[]>;
  allLanes(userId: string): Promise<StoredLane[]>;
  close(): void;
}

export function diffLane(address: LaneAddress, previous: Lane, next: Lane): LaneWrite {
  const before = new Map(previous.ops.map((op) => [op.opId, op]));
  const after = new Set(next.ops.map((op) => op.opId));
  return {
    address,
    rev: next.rev,
    putOps: next.ops.filter((op) => before.get(op.opId) !== op),
    deleteOps: previous.ops.filter((op) => !after.has(op.opId)).map((op) => op.opId),
    putConflicts: [...next.conflicts.values()].filter(
      (conflict) => previous.conflicts.get(conflict.id) !== conflict,
    ),
    deleteConflicts: [...previous.conflicts.keys()].filter((id) => !next.conflicts.has(id)),
    isEmpty: next.ops.length === 0 && next.conflicts.size === 0,
  };
}

type LaneRow = LaneAddress & { rev: number };
type OpRow = { laneId: string; opId: string; op: QueuedOp };
type ConflictRow = { laneId: string; id: string; conflict: Conflict };

interface OutboxSchema extends DBSchema {
  lanes: { key: string; value: LaneRow; indexes: { byUser: string; byLayer: [string, string] } };
  ops: { key: [string, string]; value: OpRow; indexes: { byLane: string } };
  conflicts: { key: [string, string]; value: ConflictRow; indexes: { byLane: string } };
}

const STORES = ["lanes", "ops", "conflicts"] as const;
type Stores = IDBPDatabase<OutboxSchema>;

/** @throws when the browser offers no IndexedDB (private windows of some); see `memoryOutbox`. */
export async function openOutbox(name = "trazo-outbox"): Promise<Outbox> {
  const database = await openDB<OutboxSchema>(name, 1, {
    upgrade(db) {
      const lanes = db.createObjectStore("lanes", { keyPath: "laneId" });
      lanes.createIndex("byUser", "userId");
      lanes.createIndex("byLayer", ["userId", "layerId"]);
      const ops = db.createObjectStore("ops", { keyPath: ["laneId", "opId"] });
      ops.createIndex("byLane", "laneId");
      const conflicts = db.createObjectStore("conflicts", { keyPath: ["laneId", "id"] });
      conflicts.createIndex("byLane", "laneId");
    },
    // Another tab runs a newer version of the page: let its upgrade pass.
    blocking: () => database.close(),
  });
  return {
    write: (write) => writeLane(database, write, []),
    adopt: (write, laneIds) => writeLane(database, write, laneIds),
    async lanes(userId, layerId) {
      const rows = await database.getAllFromIndex("lanes", "byLayer", [userId, layerId]);
      return Promise.all(rows.map((row) => readLane(database, row)));
    },
    async allLanes(userId) {
      const rows = await database.getAllFromIndex("lanes", "byUser", userId);
      return Promise.all(rows.map((row) => readLane(database, row)));
    },
    close: () => database.close(),
  };
}

async function writeLane(
  database: Stores,
  write: LaneWrite,
  adopted: readonly string[],
): Promise<void> {
  const { laneId, userId, layerId } = write.address;
  const transaction = database.transaction(STORES, "readwrite", { durability: "strict" });
  const lanes = transaction.objectStore("lanes");
  const ops = transaction.objectStore("ops");
  const conflicts = transaction.objectStore("conflicts");
  const requests: Promise<unknown>[] = [];
  for (const old of adopted) {
    const range = IDBKeyRange.bound([old], [old, []]);
    requests.push(lanes.delete(old), ops.delete(range), conflicts.delete(range));
  }
  for (const opId of write.deleteOps) requests.push(ops.delete([laneId, opId]));
  for (const id of write.deleteConflicts) requests.push(conflicts.delete([laneId, id]));
  for (const op of write.putOps) requests.push(ops.put({ laneId, opId: op.opId, op }));
  for (const conflict of write.putConflicts) {
    requests.push(conflicts.put({ laneId, id: conflict.id, conflict }));
  }
  const row = { laneId, userId, layerId, rev: write.rev };
  requests.push(write.isEmpty ? lanes.delete(laneId) : lanes.put(row));
  await Promise.all([...requests, transaction.done]);
}

async function readLane(database: Stores, row: LaneRow): Promise<StoredLane> {
  const transaction = database.transaction(STORES, "readonly");
  const [current, ops, conflicts] = await Promise.all([
    transaction.objectStore("lanes").get(row.laneId),
    transaction.objectStore("ops").index("byLane").getAll(row.laneId),
    transaction.objectStore("conflicts").index("byLane").getAll(row.laneId),
  ]);
  const { laneId, userId, layerId } = row;
  const lane: Lane = {
    rev: current?.rev ?? row.rev,
    ops: ops.map(({ op }) => op).sort((first, second) => first.seq - second.seq),
    conflicts: new Map(conflicts.map(({ conflict }) => [conflict.id, conflict])),
  };
  return { laneId, userId, layerId, lane };
}

/** For browsers that refuse IndexedDB: work is still sent, but does not survive a reload. */
export function memoryOutbox(): Outbox {
  const stored = new Map<string, StoredLane>();
  const write = async (change: LaneWrite) => {
    const { laneId } = change.address;
    const previous = stored.get(laneId)?.lane;
    const ops = new Map((previous?.ops ?? []).map((op) => [op.opId, op]));
    const conflicts = new Map(previous?.conflicts);
    for (const opId of change.deleteOps) ops.delete(opId);
    for (const op of change.putOps) ops.set(op.opId, op);
    for (const id of change.deleteConflicts) conflicts.delete(id);
    for (const conflict of change.putConflicts) conflicts.set(conflict.id, conflict);
    const sorted = [...ops.values()].sort((first, second) => first.seq - second.seq);
    if (change.isEmpty) stored.delete(laneId);
    else
      stored.set(laneId, { ...change.address, lane: { rev: change.rev, ops: sorted, conflicts } });
  };
  return {
    write,
    async adopt(change, laneIds) {
      for (const laneId of laneIds) stored.delete(laneId);
      await write(change);
    },
    async lanes(userId, layerId) {
      const all = [...stored.values()];
      return all.filter((lane) => lane.userId === userId && lane.layerId === layerId);
    },
    allLanes: async (userId) => [...stored.values()].filter((lane) => lane.userId === userId),
    close: () => {},
  };
}
