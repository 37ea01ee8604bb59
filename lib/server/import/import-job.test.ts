import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { DELETE as cancelRoute, GET as jobRoute } from "@/app/api/v1/jobs/[jobId]/route";
import { POST as importRoute } from "@/app/api/v1/projects/[projectId]/imports/route";
import { addJob } from "@/db/queries/jobs";
import { jobSchema } from "@/lib/api/jobs";
import { zipStream } from "@/lib/formats/archive/zip-writer";
import type { OutFile } from "@/lib/formats/format";
import type { App } from "@/lib/server/app";
import { jobEnded, takeUpLeftOverJobs } from "@/lib/server/job-runner";
import { appendChunk, startUpload } from "@/lib/server/staged-uploads";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { testPng } from "@/lib/testing/test-items";

async function datasetZip(): Promise<Buffer> {
  type File = { path: string; bytes: Buffer };
  const text = (inside: string, content: string): File => ({
    path: inside,
    bytes: Buffer.from(content),
  });
  const files = [text("data.yaml", "train: images/train\nval: images/val\nnames: [car, dog]\n")];
  for (const [i, split] of ["train", "train", "val"].entries()) {
    files.push({ path: `images/${split}/${i}.png`, bytes: await testPng(i + 1) });
    files.push(text(`labels/${split}/${i}.txt`, i === 1 ? "" : `${i % 2} 0.5 0.5 0.25 0.5\n`));
  }
  return zipOf(files);
}

async function zipOf(given: readonly { path: string; bytes: Buffer }[]): Promise<Buffer> {
  async function* files(): AsyncGenerator<OutFile> {
    for (const { path: inside, bytes } of given) {
      yield { path: inside, content: { kind: "bytes", bytes }, stored: true };
    }
  }
  const chunks: Buffer[] = [];
  const openMedia = () => Promise.reject(new Error("no media"));
  for await (const chunk of zipStream(files(), { openMedia })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function stage(app: App, of: { projectId: string; userId: string }, bytes: Buffer) {
  const upload = { ...of, name: "street.zip", sizeBytes: bytes.length };
  const { uploadId } = await startUpload(app, upload);
  await appendChunk(app, { uploadId, userId: of.userId, offset: 0, body: Readable.from([bytes]) });
  return uploadId;
}

async function setUp() {
  const app = openTestApp();
  const owner = await signUp(app, "ann", "owner");
  const projectId = await testProject(app, owner.user, ["car"]);
  const uploadId = await stage(app, { projectId, userId: owner.user.id }, await datasetZip());
  const post = async (body: unknown) => {
    const response = await importRoute(apiRequest("POST", "/", { cookie: owner.cookie, body }), {
      params: Promise.resolve({ projectId }),
    });
    if (response.status !== 200) return { status: response.status, job: null };
    const { jobId } = (await response.json()) as { jobId: string };
    await jobEnded(jobId);
    const context = { params: Promise.resolve({ jobId }) };
    const answer = await jobRoute(apiRequest("GET", "/", { cookie: owner.cookie }), context);
    return { status: 200, job: jobSchema.parse(await answer.json()) };
  };
  return { app, owner, projectId, uploadId, post };
}

test("an uploaded dataset: dry run, then the same for real, then the upload is gone", async () => {
  const { app, uploadId, post } = await setUp();
  const figures = {
    format: { id: "yolo" },
    items: { listed: 3, added: 3, leftOut: 0 },
    annotations: { listed: 2, added: 2 },
    labels: [
      { name: "car", status: "existing" },
      { name: "dog", status: "new" },
    ],
    dataset: { items: { train: 2, val: 1 } },
  };
  const plan = await post({ uploadId });
  expect(plan.job).toMatchObject({ state: "done", result: { isDryRun: true, ...figures } });
  const done = await post({ uploadId, isDryRun: false });
  expect(done.job).toMatchObject({ state: "done", result: { isDryRun: false, ...figures } });
  expect(done.job?.startedAt).not.toBeNull();
  expect(fs.existsSync(path.join(app.settings.dataDir, "staging", uploadId))).toBe(false);
  expect((await post({ uploadId })).status).toBe(404);
});

test("asked to look first, it only looks at a dataset, but takes mere pictures in", async () => {
  const { app, owner, projectId, uploadId, post } = await setUp();
  const asked = { isDryRun: false, looksFirst: true };
  const looked = await post({ uploadId, ...asked });
  expect(looked.job).toMatchObject({ result: { isDryRun: true, items: { added: 3 } } });
  expect(fs.existsSync(path.join(app.settings.dataDir, "staging", uploadId))).toBe(true);
  const pictures = await zipOf([{ path: "a.png", bytes: await testPng(9) }]);
  const plain = await stage(app, { projectId, userId: owner.user.id }, pictures);
  const taken = await post({ uploadId: plain, ...asked });
  expect(taken.job).toMatchObject({ result: { isDryRun: false, items: { added: 1 } } });
  const items = await app.store.db.select().from(app.store.tables.items);
  expect(items.map(({ name }) => name)).toEqual(["a.png"]);
});

test("what is no dataset fails with a sentence, and says so in the job", async () => {
  const { app, owner, projectId, post } = await setUp();
  const key = { projectId, userId: owner.user.id };
  const uploadId = await stage(app, key, Buffer.from("just some text"));
  const { job } = await post({ uploadId, format: "auto" });
  expect(job).toMatchObject({
    state: "failed",
    error: expect.stringContaining("neither a dataset"),
  });
  const broken = await stage(app, key, Buffer.from("PK\u0003\u0004 and nothing more"));
  expect((await post({ uploadId: broken })).job).toMatchObject({ state: "failed" });
});

test("jobs that an earlier process left are marked as failed; cancelling them changes nothing", async () => {
  const { app, owner, projectId } = await setUp();
  const job = { id: "left-over", kind: "import", projectId, userId: owner.user.id, payload: {} };
  await addJob(app.store, { ...job, now: Date.now() - 1_000 });
  await takeUpLeftOverJobs(app);
  const context = { params: Promise.resolve({ jobId: "left-over" }) };
  const answer = await cancelRoute(apiRequest("DELETE", "/", { cookie: owner.cookie }), context);
  const view = jobSchema.parse(await answer.json());
  expect(view).toMatchObject({ state: "failed", error: expect.stringContaining("Start it again") });
});
