import fs from "node:fs";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { POST as start } from "@/app/api/v1/projects/[projectId]/uploads/route";
import { POST as ingest } from "@/app/api/v1/uploads/[uploadId]/ingest/route";
import { DELETE, GET, PATCH } from "@/app/api/v1/uploads/[uploadId]/route";
import { readProject } from "@/db/queries/projects";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { type RawRequest, rawRequest, smallPng } from "@/lib/testing/upload";
import type { App } from "./app";
import { ingestUpload } from "./ingest-upload";
import { makeWav, tone } from "./media/audio/testing/wav";
import { sweepUploads, viewUpload } from "./staged-uploads";

type Kind = { name: string; mediaKind: "image" | "audio" };

async function setUp(
  sizeBytes: number,
  { name, mediaKind }: Kind = { name: "big/a.png", mediaKind: "image" },
) {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["car"], mediaKind);
  const started = await start(apiRequest("POST", "/x", { cookie, body: { name, sizeBytes } }), {
    params: Promise.resolve({ projectId }),
  });
  const { uploadId } = await started.json();
  const params = { params: Promise.resolve({ uploadId }) };
  const staged = path.join(app.settings.dataDir, "staging", uploadId);
  return {
    ...{ app, projectId, uploadId, staged, cookie },
    wanted: { uploadId, projectId, userId: user.id },
    patch: (offset: number, body: NonNullable<RawRequest["body"]>) =>
      PATCH(
        rawRequest("PATCH", "/x", { cookie, body, headers: { "upload-offset": String(offset) } }),
        params,
      ),
    view: async () => (await GET(apiRequest("GET", "/x", { cookie }), params)).json(),
    remove: () => DELETE(apiRequest("DELETE", "/x", { cookie }), params),
    ingest: () => ingest(apiRequest("POST", "/x", { cookie }), params),
  };
}

/** A minute: no thread has that decoded before a timer of 0 ms. */
function longWav(): Buffer {
  return makeWav({ channels: [tone(960_000, 0.01)], sampleRate: 16_000, kind: "s16" });
}

async function itemsOf(app: App, projectId: string): Promise<number> {
  return (
    (await readProject(app.store, { projectId, role: "manager", userId: null }))?.itemCount ?? -1
  );
}

/** Bytes that can be handed over and broken off by hand. */
function handFed() {
  const transform = new TransformStream<Uint8Array, Uint8Array>();
  const writer = transform.writable.getWriter();
  return { body: transform.readable, writer };
}

describe("a resumable upload", () => {
  test("in chunks, then an item; nothing is left in the staging folder", async () => {
    const png = await smallPng(1);
    const upload = await setUp(png.byteLength);
    expect((await upload.ingest()).status).toBe(409);
    expect(await (await upload.patch(0, png.subarray(0, 50))).json()).toMatchObject({
      receivedBytes: 50,
    });
    expect((await upload.patch(50, png.subarray(50))).status).toBe(200);
    const added = await (await upload.ingest()).json();
    expect(added).toMatchObject({ kind: "added", warnings: [] });
    expect(fs.existsSync(upload.staged)).toBe(false);
    // Asked again, as after an answer that was lost on its way: the same, until the upload is given up.
    expect(await (await upload.ingest()).json()).toEqual(added);
    expect((await upload.remove()).status).toBe(204);
    expect((await upload.ingest()).status).toBe(404);
  });

  test("what takes long is asked for again and again, is done once, and says how far it is", async () => {
    const wav = longWav();
    const upload = await setUp(wav.byteLength, { name: "talk.wav", mediaKind: "audio" });
    await upload.patch(0, wav);
    const { app, wanted } = upload;
    expect(await ingestUpload(app, wanted, 0)).toEqual({ kind: "preparing", share: null });
    const answers = await Promise.all([upload.ingest(), upload.ingest()]);
    const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
    expect(first).toMatchObject({ kind: "added" });
    expect(second).toEqual(first);
    expect(fs.existsSync(upload.staged)).toBe(false);
  });

  test("given up while it is decoded, it does not become an item", async () => {
    const wav = longWav();
    const upload = await setUp(wav.byteLength, { name: "talk.wav", mediaKind: "audio" });
    await upload.patch(0, wav);
    const { app, wanted } = upload;
    await ingestUpload(app, wanted, 0);
    expect((await upload.remove()).status).toBe(204);
    expect(await itemsOf(app, wanted.projectId)).toBe(0);
    expect((await upload.ingest()).status).toBe(404);
  });

  test("whose bytes are gone has to begin anew", async () => {
    const png = await smallPng(4);
    const upload = await setUp(png.byteLength);
    await upload.patch(0, png);
    fs.rmSync(upload.staged);
    expect((await upload.ingest()).status).toBe(404);
  });

  test("a chunk that breaks off keeps what arrived; the next goes on from there", async () => {
    const png = await smallPng(2);
    const upload = await setUp(png.byteLength);
    const fed = handFed();
    const broken = upload.patch(0, fed.body);
    await fed.writer.write(png.subarray(0, 40));
    await vi.waitFor(() => expect(fs.statSync(upload.staged).size).toBe(40));
    await fed.writer.abort(new Error("connection lost"));
    expect((await broken).status).toBe(503);
    const { receivedBytes } = await upload.view();
    expect(receivedBytes).toBe(40);
    expect((await upload.patch(receivedBytes, png.subarray(receivedBytes))).status).toBe(200);
    expect(fs.readFileSync(upload.staged)).toEqual(png);
    expect((await upload.ingest()).status).toBe(200);
  });

  test("of two chunks at a time the newer takes over, and the bytes stay in order", async () => {
    const png = await smallPng(3);
    const upload = await setUp(png.byteLength);
    const fed = handFed();
    const first = upload.patch(0, fed.body);
    await fed.writer.write(png.subarray(0, 40));
    const second = await upload.patch(0, png);
    expect((await first).status).toBe(409);
    const { receivedBytes } = await upload.view();
    if (second.status === 409) {
      expect(await second.json()).toMatchObject({ code: "conflict", receivedBytes });
      expect((await upload.patch(receivedBytes, png.subarray(receivedBytes))).status).toBe(200);
    }
    expect(fs.readFileSync(upload.staged)).toEqual(png);
  });

  test("a wrong place, too much, and no place are refused", async () => {
    const upload = await setUp(10);
    expect(await (await upload.patch(3, Buffer.alloc(2))).json()).toMatchObject({
      ...{ status: 409, receivedBytes: 0 },
    });
    expect((await upload.patch(0, Buffer.alloc(11))).status).toBe(413);
    expect((await upload.patch(Number.NaN, Buffer.alloc(1))).status).toBe(400);
  });

  test("a bad file is refused with its reason and forgotten", async () => {
    const bytes = Buffer.from("this is no image");
    const upload = await setUp(bytes.byteLength);
    await upload.patch(0, bytes);
    expect(await (await upload.ingest()).json()).toMatchObject({ reason: "not_an_image" });
    expect(fs.existsSync(upload.staged)).toBe(false);
    expect(await (await upload.ingest()).json()).toMatchObject({ reason: "not_an_image" });
  });

  test("is the uploader's own, goes when given up, and after two days", async () => {
    const upload = await setUp(10);
    await upload.patch(0, Buffer.alloc(4));
    const foreign = viewUpload(upload.app, { uploadId: upload.uploadId, userId: "another" });
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
    await sweepUploads(upload.app, Date.now() + 47 * 3_600_000);
    expect(fs.existsSync(upload.staged)).toBe(true);
    await sweepUploads(upload.app, Date.now() + 49 * 3_600_000);
    expect(fs.existsSync(upload.staged)).toBe(false);
    expect((await upload.remove()).status).toBe(404);
  });

  test("announced larger than the server takes is refused at once", async () => {
    const { app, projectId, cookie } = await setUp(1);
    const body = { name: "x.zip", sizeBytes: app.settings.maxArchiveBytes + 1 };
    const response = await start(apiRequest("POST", "/x", { cookie, body }), {
      params: Promise.resolve({ projectId }),
    });
    expect(response.status).toBe(413);
  });
});
