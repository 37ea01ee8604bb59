import { expect, test } from "vitest";
import { POST } from "@/app/api/v1/demo/route";
import { readProject, setProjectDeleted } from "@/db/queries/projects";
import { projectModels } from "@/lib/server/models/model-library";
import { apiRequest, openTestApp, signUp } from "@/lib/testing/test-app";

const NO_PARAMS = { params: Promise.resolve({}) };

test("the demo comes once per person, with photos, labels and a guide in their language", async () => {
  const { store, ...app } = openTestApp();
  const { cookie } = await signUp({ store, ...app }, "olga", "owner");
  const ask = async () => {
    const headers = { cookie: `${cookie}; trazo-locale=es` };
    const response = await POST(apiRequest("POST", "/api/v1/demo", { headers }), NO_PARAMS);
    expect(response.status).toBe(200);
    return (await response.json()).projectId as string;
  };
  const [projectId, again] = await Promise.all([ask(), ask()]);
  expect(again).toBe(projectId);
  const project = await readProject(store, { projectId, role: "manager", userId: null });
  expect(project).toMatchObject({ name: "Demo", itemCount: 31 });
  expect(project?.labels.slice(0, 2).map(({ name, hotkey }) => [name, hotkey])).toEqual([
    ["gato", "1"],
    ["barco", "2"],
  ]);
  expect(project?.guide).toContain("fotografías antiguas");
  const { models } = await projectModels(store, projectId);
  expect(models).toMatchObject([{ isDefault: true, version: { task: "detection" } }]);
  const mapped = Object.entries(models[0]?.settings.mapping ?? {}).map(([index, labelId]) => [
    models[0]?.version.classes[Number(index)],
    project?.labels.find(({ id }) => id === labelId)?.name,
  ]);
  expect(mapped.sort()).toEqual([
    ["airplane", "avión"],
    ["boat", "barco"],
    ["cat", "gato"],
  ]);
  await setProjectDeleted(store, { projectId, deletedAt: Date.now() });
  expect(await ask()).not.toBe(projectId);
});
