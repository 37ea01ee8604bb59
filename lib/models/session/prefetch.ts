import type { DecodedImage } from "./decode-image";

/** Decoded or being decoded; each may be 16 MB. */
const MAX_AHEAD = 2;
/** Addresses of those whose turn comes later. */
const MAX_WANTED = 32;
/** Images that nobody came for are let go of. */
const KEEP_MS = 30_000;

type Decode = (url: string, signal: AbortSignal) => Promise<DecodedImage>;
type Entry = { image: Promise<DecodedImage>; stop: AbortController };

/** Images decoded ahead: always the next two of those that were announced. */
export class Prefetch {
  private readonly decode: Decode;
  private readonly wanted = new Set<string>();
  private readonly ahead = new Map<string, Entry>();
  private idle: ReturnType<typeof setTimeout> | null = null;

  constructor(decode: Decode) {
    this.decode = decode;
  }

  announce(url: string): void {
    if (this.ahead.has(url)) return;
    this.wanted.add(url);
    for (const oldest of this.wanted) {
      if (this.wanted.size <= MAX_WANTED) break;
      this.wanted.delete(oldest);
    }
    this.fill();
  }

  /** The image, decoded now if it was not announced. */
  async take(url: string, signal: AbortSignal): Promise<DecodedImage> {
    const entry = this.ahead.get(url);
    this.wanted.delete(url);
    this.ahead.delete(url);
    // What was announced before and never came up only takes the place of what will.
    if (!entry) this.dropOldest();
    this.fill();
    if (!entry) return this.decode(url, signal);
    const abort = () => entry.stop.abort(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      return await entry.image;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  clear(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.wanted.clear();
    for (const { stop } of this.ahead.values()) stop.abort();
    this.ahead.clear();
  }

  private fill(): void {
    for (const url of this.wanted) {
      if (this.ahead.size >= MAX_AHEAD) break;
      this.wanted.delete(url);
      const stop = new AbortController();
      const image = this.decode(url, stop.signal);
      // Whoever takes it hears of the failure.
      image.catch(() => {});
      this.ahead.set(url, { image, stop });
    }
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = this.ahead.size > 0 ? setTimeout(() => this.clear(), KEEP_MS) : null;
  }

  private dropOldest(): void {
    if (this.ahead.size < MAX_AHEAD) return;
    for (const [url, { stop }] of this.ahead) {
      stop.abort();
      this.ahead.delete(url);
      return;
    }
  }
}
