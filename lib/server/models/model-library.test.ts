import fs from "node:fs";
import { describe, expect, test } from "vitest";
import { PUT as PUT_INSTANCE_FILE } from "@/app/api/v1/model-files/route";
import { DELETE as DELETE_MODEL } from "@/app/api/v1/models/[versionId]/route";
import { POST as POST_INSTANCE } from "@/app/api/v1/models/route";
import { GET as GET_FILE } from "@/app/api/v1/projects/[projectId]/model-files/[hash]/route";
import { PUT as PUT_FILE } from "@/app/api/v1/projects/[projectId]/model-files/route";
import { POST as LABELS } from "@/app/api/v1/projects/[projectId]/models/[versionId]/labels/route";
import {
  DELETE as DROP,
  PUT as USE,
} from "@/app/api/v1/projects/[projectId]/models/[versionId]/route";
import { GET as LIST, POST } from "@/app/api/v1/projects/[projectId]/models/route";
import { retireLabel } from "@/db/queries/labels";
import { readProject } from "@/db/queries/projects";
import { BUILT_IN_MODELS } from "@/lib/models/catalogue";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { rawRequest } from "@/lib/testing/upload";

const DETECTOR = BUILT_IN_MODELS.find(({ adapterId }) => adapterId === "nanodet");
const SETTINGS = { mapping: {}, threshold: 0.5, minScore: null, iouThreshold: null, resize: null };

/** The smallest that passes for ONNX: made different by `seed`. */
function onnxBytes(seed = 0): Uint8Array {
  const bytes = fs.readFileSync(DETECTOR?.files[0]?.location ?? "");
  return seed === 0 ? bytes : Buffer.concat([bytes, onnxComment(seed)]);
}

/** Another `doc_string` (field 6) at the end: a later value counts. */
function onnxComment(seed: number): Buffer {
  return Buffer.from([0x32, 1, 65 + seed]);
}

async function setUp(env: Record<string, string> = {}) {
  const app = openTestApp(env);
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["car", "person"]);
  const params = <P extends Record<string, string>>(given: P) => ({
    params: Promise.resolve({ projectId, ...given }),
  });
  const putFile = async (bytes: Uint8Array, kind = "model", into: string | null = projectId) => {
    const request = rawRequest("PUT", `/x?kind=${kind}`, { cookie, body: bytes });
    return into === null
      ? PUT_INSTANCE_FILE(request, params({}))
      : PUT_FILE(request, params({ projectId: into }));
  };
  const upload = async (bytes: Uint8Array, into: string | null = projectId): Promise<string> => {
    const response = await putFile(bytes, "model", into);
    expect(response.status, await response.clone().text()).toBe(200);
    return ((await response.json()) as { hash: string }).hash;
  };
  const getFile = (hash: string, headers: Record<string, string> = {}, of = projectId) =>
    GET_FILE(apiRequest("GET", "/x", { cookie, headers }), params({ hash, projectId: of }));
  const body = (hash: string, more: Record<string, unknown> = {}) => ({
    ...{ name: "Mine", version: "1", adapterId: "nanodet", classes: ["car", "dog"] },
    ...{ options: DETECTOR?.options, licence: "", provenance: "" },
    ...{ files: [{ role: "model", name: "mine.onnx", hash }], assets: [], ...more },
  });
  const post = (of: unknown) => POST(apiRequest("POST", "/x", { cookie, body: of }), params({}));
  const add = async (seed = 0): Promise<string> => {
    const response = await post(body(await upload(onnxBytes(seed))));
    expect(response.status, await response.clone().text()).toBe(200);
    return ((await response.json()) as { id: string }).id;
  };
  const use = (versionId: string, settings: Record<string, unknown> = {}, isDefault = true) =>
    USE(
      apiRequest("PUT", "/x", {
        cookie,
        body: { settings: { ...SETTINGS, ...settings }, isDefault },
      }),
      params({ versionId }),
    );
  const list = async () => {
    const response = await LIST(apiRequest("GET", "/x", { cookie }), params({}));
    return (await response.json()) as {
      models: {
        version: { id: string };
        isDefault: boolean;
        settings: { mapping: Record<string, string | null> };
      }[];
      available: { id: string }[];
    };
  };
  return {
    app,
    user,
    cookie,
    projectId,
    params,
    putFile,
    upload,
    getFile,
    body,
    post,
    add,
    use,
    list,
  };
}

const reasonOf = async (response: Response) => ({
  status: response.status,
  reason: ((await response.json()) as { reason?: string }).reason,
});

describe("files of models", () => {
  test("come back byte for byte, in parts too, and may be kept for ever", async () => {
    const { upload, getFile } = await setUp();
    const bytes = onnxBytes();
    const hash = await upload(bytes);
    const whole = await getFile(hash);
    expect(whole.headers.get("cache-control")).toContain("immutable");
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    const part = await getFile(hash, { range: "bytes=10-19" });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
    const end = await getFile(hash, { range: "bytes=-5" });
    expect(Buffer.from(await end.arrayBuffer()).equals(bytes.subarray(-5))).toBe(true);
    expect((await getFile(hash, { range: `bytes=${bytes.length}-` })).status).toBe(416);
    const etag = whole.headers.get("etag") ?? "";
    expect((await getFile(hash, { "if-none-match": etag })).status).toBe(304);
  });

  test("of built-in models are served from where they lie", async () => {
    const { getFile } = await setUp();
    for (const { files, assets } of BUILT_IN_MODELS) {
      for (const { hash, bytes } of [...files, ...assets]) {
        const response = await getFile(hash);
        expect((await response.arrayBuffer()).byteLength).toBe(bytes);
      }
    }
  });

  test("are refused when they are no ONNX, cut off, too large, or no text", async () => {
    const { putFile } = await setUp({ TRAZO_MAX_MODEL_MB: "1" });
    const refused = async (bytes: Uint8Array, kind?: string) =>
      reasonOf(await putFile(bytes, kind));
    expect(await refused(Buffer.from("%PDF-1.7 is no model"))).toEqual({
      status: 415,
      reason: "not_onnx",
    });
    expect(await refused(new Uint8Array(0))).toEqual({ status: 415, reason: "not_onnx" });
    expect(await refused(new Uint8Array(2 ** 20 + 1))).toEqual({
      status: 413,
      reason: "too_large",
    });
    expect((await refused(Buffer.from([0xff, 0xfe, 0]), "text")).status).toBe(415);
    expect((await putFile(Buffer.from("a\nb\n"), "text")).status).toBe(200);
    expect((await putFile(Buffer.from("x"), "other")).status).toBe(400);
  });

  test("of other projects, of no project, or with names that are paths are not there", async () => {
    const { app, user, upload, getFile } = await setUp();
    const elsewhere = await testProject(app, user, [], "image");
    const theirs = await upload(onnxBytes(1), elsewhere);
    const everybodys = await upload(onnxBytes(2), null);
    expect((await getFile(theirs)).status).toBe(404);
    expect((await getFile(theirs, {}, elsewhere)).status).toBe(200);
    expect((await getFile(everybodys)).status).toBe(200);
    for (const hash of ["../../trazo.sqlite", "..%2f..%2fx", "0".repeat(64), "", "a/b"]) {
      expect((await getFile(hash)).status).toBe(404);
    }
  });
});

describe("a project's models", () => {
  test("are taken into use one by one, with at most one default", async () => {
    const { add, use, list } = await setUp();
    const builtIn = DETECTOR?.id ?? "";
    const mine = await add();
    expect((await list()).models).toEqual([]);
    expect((await list()).available.map(({ id }) => id)).toEqual(
      expect.arrayContaining([builtIn, mine]),
    );
    expect((await use(mine)).status).toBe(200);
    expect((await use(builtIn)).status).toBe(200);
    expect((await use(builtIn, { threshold: 0.3 })).status).toBe(200);
    const { models } = await list();
    expect(models.map(({ version, isDefault }) => [version.id, isDefault])).toEqual([
      [builtIn, true],
      [mine, false],
    ]);
    expect(models[0]?.settings).toMatchObject({ threshold: 0.3 });
  });

  test("need their files, a known family, the kind of the project, labels and classes that there are", async () => {
    const { body, post, upload, use, add } = await setUp();
    const hash = await upload(onnxBytes());
    const refused = async (more: Record<string, unknown>) =>
      (await reasonOf(await post(body(hash, more)))).reason;
    expect(await refused({ adapterId: "none" })).toBe("unknown_adapter");
    expect(await refused({ files: [{ role: "other", name: "a", hash }] })).toBe("wrong_files");
    const gone = "0".repeat(64);
    expect(await refused({ files: [{ role: "model", name: "a", hash: gone }] })).toBe(
      "missing_file",
    );
    const speech = BUILT_IN_MODELS.find(({ media }) => media === "audio")?.id ?? "";
    expect((await reasonOf(await use(speech))).reason).toBe("wrong_media");
    const mine = await add();
    expect((await reasonOf(await use(mine, { mapping: { 0: "nobody" } }))).reason).toBe(
      "unknown_label",
    );
    expect((await reasonOf(await use(mine, { mapping: { 7: null } }))).reason).toBe(
      "unknown_class",
    );
    expect((await use("none")).status).toBe(404);
  });

  test("get labels for their classes: those of the same name, and new ones", async () => {
    const { app, cookie, projectId, params, add, use, list } = await setUp();
    const versionId = await add();
    await use(versionId);
    const label = async () => {
      const response = await LABELS(apiRequest("POST", "/x", { cookie }), params({ versionId }));
      return (await response.json()) as { created: number; mapping: Record<string, string> };
    };
    const first = await label();
    expect(first.created).toBe(1);
    const project = await readProject(app.store, { projectId, role: "manager", userId: null });
    const named = (name: string) => project?.labels.find((one) => one.name === name);
    expect(first.mapping).toEqual({ 0: named("car")?.id, 1: named("dog")?.id });
    expect(named("dog")?.geometries).toEqual(["box"]);
    expect(await label()).toEqual({ ...first, created: 0 });

    const [car = "", dog = ""] = [named("car")?.id, named("dog")?.id];
    await retireLabel(app.store, { projectId, labelId: dog, into: car, now: 2 });
    expect((await list()).models[0]?.settings.mapping).toEqual({ 0: car, 1: car });
    await retireLabel(app.store, { projectId, labelId: car, into: null, now: 3 });
    expect((await list()).models[0]?.settings.mapping).toEqual({ 0: null, 1: null });
  });

  test("go out of use, and their own out of the library", async () => {
    const { cookie, params, add, use, list } = await setUp();
    const versionId = await add();
    await use(versionId);
    const drop = (query: string) =>
      DROP(apiRequest("DELETE", `/x${query}`, { cookie }), params({ versionId }));
    expect((await drop("")).status).toBe(204);
    expect((await list()).models).toEqual([]);
    expect((await list()).available.map(({ id }) => id)).toContain(versionId);
    expect((await drop("")).status).toBe(404);
    expect((await drop("?library=1")).status).toBe(204);
    expect((await list()).available.map(({ id }) => id)).not.toContain(versionId);
    expect((await use(versionId)).status).toBe(404);
  });
});

test("a model of everybody is not deleted while projects use it, and they are named", async () => {
  const { cookie, upload, body, params, use, list } = await setUp();
  const hash = await upload(onnxBytes(3), null);
  const response = await POST_INSTANCE(apiRequest("POST", "/x", { cookie, body: body(hash) }), {
    params: Promise.resolve({}),
  });
  const { id: versionId } = (await response.json()) as { id: string };
  const remove = (id: string) =>
    DELETE_MODEL(apiRequest("DELETE", "/x", { cookie }), params({ versionId: id }));
  await use(versionId);
  const refused = await remove(versionId);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ reason: "in_use", projects: ["Street"] });
  await DROP(apiRequest("DELETE", "/x", { cookie }), params({ versionId }));
  expect((await remove(versionId)).status).toBe(204);
  expect((await list()).available.map(({ id }) => id)).not.toContain(versionId);
  expect((await remove(DETECTOR?.id ?? "")).status).toBe(409);
});
