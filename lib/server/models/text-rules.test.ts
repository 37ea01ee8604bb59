import { expect, test } from "vitest";
import { PUT as PUT_FILE } from "@/app/api/v1/projects/[projectId]/model-files/route";
import { PUT as USE } from "@/app/api/v1/projects/[projectId]/models/[versionId]/route";
import { POST } from "@/app/api/v1/projects/[projectId]/models/route";
import { modelVersionSchema, savedModelFileSchema } from "@/lib/api/models";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { rawRequest } from "@/lib/testing/upload";

async function setUp(media: "text" | "image") {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["Place"], media);
  const params = { params: Promise.resolve({ projectId }) };
  const bytes = Buffer.from('{"classes":["Place"]}');
  const sent = await PUT_FILE(rawRequest("PUT", "/x?kind=text", { cookie, body: bytes }), params);
  const { hash } = savedModelFileSchema.parse(await sent.json());
  const asset = { role: "rules", name: "rules.json", hash };
  const post = (more: Record<string, unknown>) => {
    const body = {
      ...{ name: "Rules", version: "1", adapterId: "text-rules", classes: ["Place"] },
      options: { minScore: 0.1, iouThreshold: null, maxSuggestions: 100, extra: {} },
      ...{ licence: "", provenance: "", files: [], assets: [asset], ...more },
    };
    return POST(apiRequest("POST", "/x", { cookie, body }), params);
  };
  return { projectId, cookie, asset, post };
}

test("rules are kept and used like a model, without a file", async () => {
  const { projectId, cookie, asset, post } = await setUp("text");
  const response = await post({});
  expect(response.status, await response.clone().text()).toBe(200);
  const version = modelVersionSchema.parse(await response.json());
  expect(version).toMatchObject({ media: "text", files: [], assets: [asset] });
  const settings = {
    ...{ mapping: {}, threshold: 0.5, minScore: null, iouThreshold: null, resize: null },
  };
  const used = await USE(apiRequest("PUT", "/x", { cookie, body: { settings, isDefault: true } }), {
    params: Promise.resolve({ projectId, versionId: version.id }),
  });
  expect(used.status).toBe(200);
});

test("a file more, rules that are missing, and another kind of media are refused", async () => {
  const { asset, post } = await setUp("text");
  for (const wrong of [{ files: [{ ...asset, role: "model" }] }, { assets: [] }]) {
    const response = await post(wrong);
    expect(await response.json()).toMatchObject({ code: "refused", reason: "wrong_files" });
  }
  // Every other family needs its file still.
  const none = await post({ adapterId: "token-classification", assets: [] });
  expect(await none.json()).toMatchObject({ code: "refused", reason: "wrong_files" });
  const images = await setUp("image");
  expect(await (await images.post({})).json()).toMatchObject({ reason: "wrong_media" });
});
