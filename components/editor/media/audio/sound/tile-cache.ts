/** So many requests run at once: more only wait in the browser. */
const MAX_RUNNING = 4;
/** What was asked for longer ago than so many others is no longer looked at. */
const MAX_WAITING = 24;
/** After a failure a tile is asked for again, but not at every frame. */
const RETRY_MS = 3_000;

/** Parts of a recording that come when they are first asked for. The newest request goes first. */
export interface TileCache<T> {
  /** Null until it is there; asking starts loading it. */
  get(key: string): T | null;
  /** The same without loading it. */
  peek(key: string): T | null;
  load(key: string): Promise<T>;
  dispose(): void;
}

export function createTileCache<T>(options: {
  load(key: string, signal: AbortSignal): Promise<T>;
  /** Of so many tiles the ones not asked for the longest go. */
  maxTiles: number;
  onArrive(): void;
  onFail?(error: unknown): void;
}): TileCache<T> {
  const { maxTiles, onArrive, onFail } = options;
  const kept = new Map<string, T>();
  const running = new Map<string, Promise<T>>();
  const failedAt = new Map<string, number>();
  const abort = new AbortController();
  let waiting: string[] = [];

  function start(key: string): Promise<T> {
    const known = running.get(key);
    if (known) return known;
    const loading = options.load(key, abort.signal).then(
      (tile) => {
        keep(key, tile);
        return tile;
      },
      (error: unknown) => {
        failedAt.set(key, performance.now());
        if (!abort.signal.aborted) onFail?.(error);
        throw error;
      },
    );
    running.set(key, loading);
    const settle = () => {
      running.delete(key);
      if (abort.signal.aborted) return;
      next();
      onArrive();
    };
    loading.then(settle, settle);
    return loading;
  }

  function keep(key: string, tile: T): void {
    kept.set(key, tile);
    failedAt.delete(key);
    for (const old of kept.keys()) {
      if (kept.size <= maxTiles) break;
      kept.delete(old);
    }
  }

  function next(): void {
    while (running.size < MAX_RUNNING) {
      const key = waiting.pop();
      if (key === undefined) return;
      if (!kept.has(key)) start(key).catch(() => undefined);
    }
  }

  function touch(key: string): T | null {
    const found = kept.get(key);
    if (found === undefined) return null;
    kept.delete(key);
    kept.set(key, found);
    return found;
  }

  return {
    get(key) {
      const found = touch(key);
      if (found !== null || running.has(key) || abort.signal.aborted) return found;
      const failed = failedAt.get(key);
      if (failed !== undefined && performance.now() - failed < RETRY_MS) return null;
      waiting = waiting.filter((each) => each !== key);
      waiting.push(key);
      if (waiting.length > MAX_WAITING) waiting.shift();
      next();
      return null;
    },
    peek: touch,
    load: (key) => {
      const found = touch(key);
      return found === null ? start(key) : Promise.resolve(found);
    },
    dispose() {
      abort.abort();
      waiting = [];
      kept.clear();
    },
  };
}
