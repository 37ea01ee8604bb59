import { describe, expect, test } from "vitest";
import { GET } from "@/app/api/v1/items/[itemId]/media/[...variant]/route";
import { readItem } from "@/db/queries/items";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { putFile, rawRequest, smallPng } from "@/lib/testing/upload";

async function setUp({ width = 40, height = 30 } = {}) {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const bytes = await smallPng(7, { width, height });
  const name = `ni\u00f1o "1"/fo'to.png`;
  const { itemId } = await (await putFile({ projectId, cookie, name, bytes })).json();
  const get = (variant: string, headers: Record<string, string> = {}, method = "GET") =>
    GET(rawRequest(method, `/x/${variant}`, { cookie, headers }), {
      params: Promise.resolve({ itemId, variant: variant.split("?")[0]?.split("/") }),
    });
  const hash = (await readItem(app.store, itemId))?.blobHash ?? "";
  return { app, itemId, get, hash, bytes };
}

describe("media of an item", () => {
  test("the original as it was uploaded, harmless when opened as a page", async () => {
    const { get, hash, bytes } = await setUp();
    const response = await get(`original?h=${hash}`);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(bytes.byteLength),
      "cache-control": "private, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
      "content-disposition": "inline; filename*=UTF-8''fo%27to.png",
      "x-content-type-options": "nosniff",
      "accept-ranges": "bytes",
    });
    expect((await get("original")).headers.get("cache-control")).toBe("private, no-cache");
    expect((await get(`original?h=${"0".repeat(64)}`)).headers.get("cache-control")).toBe(
      "private, no-cache",
    );
  });

  test("thumbnail, and the original where it needs no other display", async () => {
    const { get, bytes } = await setUp();
    expect((await get("thumb")).headers.get("content-type")).toBe("image/webp");
    const display = await get("display");
    expect(display.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await display.arrayBuffer())).toEqual(bytes);
  });

  test("tiles of a large image, by variant and by file name", async () => {
    const { get } = await setUp({ width: 5_000, height: 4_000 });
    for (const name of ["tile/0/0_0", "tile/4/9_7.webp", "display", "display.jpg"]) {
      const response = await get(name);
      expect([name, response.status]).toEqual([name, 200]);
      await response.body?.cancel();
    }
    expect((await get("tile/4/10_0")).status).toBe(404);
  });

  test.each([
    ["bytes=0-9", 0, 10],
    ["bytes=5-", 5, undefined],
    ["bytes=-4", -4, undefined],
    ["bytes=3-999999", 3, undefined],
  ])("a part by %s", async (range, start, end) => {
    const { get, bytes } = await setUp();
    const response = await get("original", { range });
    expect(response.status).toBe(206);
    const part = Buffer.from(await response.arrayBuffer());
    expect(part).toEqual(bytes.subarray(start, end));
    const from = start < 0 ? bytes.byteLength + start : start;
    expect(response.headers.get("content-range")).toBe(
      `bytes ${from}-${from + part.byteLength - 1}/${bytes.byteLength}`,
    );
  });

  test("no part behind the end, the whole for what is no single range", async () => {
    const { get, bytes } = await setUp();
    const behind = await get("original", { range: `bytes=${bytes.byteLength}-` });
    expect(behind.status).toBe(416);
    expect(behind.headers.get("content-range")).toBe(`bytes */${bytes.byteLength}`);
    for (const range of ["bytes=0-1,4-5", "bytes=9-2", "lines=1-2", "bytes=-"]) {
      const response = await get("original", { range });
      expect([range, response.status]).toEqual([range, 200]);
      await response.body?.cancel();
    }
    const stale = await get("original", { range: "bytes=0-1", "if-range": '"other"' });
    expect(stale.status).toBe(200);
    await stale.body?.cancel();
  });

  test("nothing again for who has it; each variant has its own tag", async () => {
    const { get } = await setUp();
    const first = await get("thumb");
    await first.body?.cancel();
    const tag = first.headers.get("etag") ?? "";
    expect((await get("thumb", { "if-none-match": `"x", W/${tag}` })).status).toBe(304);
    const other = await get("original", { "if-none-match": tag });
    expect(other.status).toBe(200);
    await other.body?.cancel();
  });

  test("nothing for unknown variants, paths, and people who are not members", async () => {
    const { app, get, itemId } = await setUp();
    for (const name of ["image.json", "tile/../image.json", "tile/0/0_0", "thumb/x", "ORIGINAL"]) {
      expect([name, (await get(name)).status]).toEqual([name, 404]);
    }
    const { cookie } = await signUp(app, "vic", "member");
    const response = await GET(rawRequest("GET", "/x", { cookie }), {
      params: Promise.resolve({ itemId, variant: ["thumb"] }),
    });
    expect(response.status).toBe(404);
  });
});
