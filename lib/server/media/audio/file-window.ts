import { type FileHandle, open } from "node:fs/promises";

const WINDOW_BYTES = 256 * 1024;

/** Reads a file piece by piece, mostly forwards, with little memory. */
export class FileWindow {
  readonly sizeBytes: number;
  private readonly file: FileHandle;
  private readonly window = Buffer.allocUnsafe(WINDOW_BYTES);
  private start = 0;
  private end = 0;

  private constructor(file: FileHandle, sizeBytes: number) {
    this.file = file;
    this.sizeBytes = sizeBytes;
  }

  static async open(path: string): Promise<FileWindow> {
    const file = await open(path, "r");
    try {
      return new FileWindow(file, (await file.stat()).size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** At most `length` bytes, fewer at the end of the file. A view that is valid until the next read. */
  async read(position: number, length: number): Promise<Buffer> {
    if (length > WINDOW_BYTES) return this.fill(Buffer.allocUnsafe(length), position);
    if (position < this.start || position + length > this.end) {
      const bytes = await this.fill(this.window, position);
      this.start = position;
      this.end = position + bytes.length;
    }
    const from = position - this.start;
    return this.window.subarray(from, Math.min(from + length, this.end - this.start));
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async fill(target: Buffer, position: number): Promise<Buffer> {
    let filled = 0;
    while (filled < target.length) {
      const left = target.length - filled;
      const { bytesRead } = await this.file.read(target, filled, left, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return target.subarray(0, filled);
  }
}
