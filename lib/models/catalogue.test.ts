import { createHash } from "node:crypto";
import fs from "node:fs";
import { expect, test } from "vitest";
import { modelVersionSchema } from "@/lib/api/models";
import { findAdapter, recognise } from "./adapters";
import { BUILT_IN_MODELS, builtInFileLocation } from "./catalogue";
import { readOnnx } from "./onnx-file/read-onnx";

test.each(BUILT_IN_MODELS)("$id is what the API calls a version of a model", (model) => {
  const version = { ...model, projectId: null, isBuiltIn: true };
  expect(modelVersionSchema.safeParse(version).error).toBeUndefined();
});

test.each(BUILT_IN_MODELS)(
  "$id changes its id with whatever its suggestions depend on",
  (model) => {
    const { id, adapterId, classes, options, files, assets } = model;
    const hashes = [...files, ...assets].map(({ role, hash }) => ({ role, hash }));
    const told = JSON.stringify({ adapterId, classes, options, hashes });
    const hash = createHash("sha256").update(told).digest("hex").slice(0, 8);
    expect(id).toBe(`${id.split("@")[0]}@${hash}`);
  },
);

test.each(BUILT_IN_MODELS)(
  "$id is recognised by its adapter, and set as the adapter sets it",
  (model) => {
    const { adapterId, task, media, files, assets, options, classes } = model;
    const adapter = findAdapter(adapterId);
    const [first] = files;
    if (!adapter || !first) throw new TypeError(`There is no ${adapterId}.`);
    expect(adapter).toMatchObject({ task, media });
    expect(files.map(({ role }) => role)).toEqual(adapter.roles);
    expect(assets.map(({ role }) => role)).toEqual(adapter.assets);
    const { io } = readOnnx(fs.readFileSync(first.location));
    expect(recognise(io, media)[0]?.adapter.id).toBe(adapterId);
    expect(adapter.defaults(io).options).toEqual(options);
    expect(adapter.defaults(io).classes).toEqual(classes);
  },
);

const FILES = BUILT_IN_MODELS.flatMap(({ files, assets }) => [...files, ...assets]);

test.each(FILES)(
  "$location has the hash and size of the catalogue",
  ({ location, hash, bytes }) => {
    const content = fs.readFileSync(location);
    expect(content.byteLength).toBe(bytes);
    expect(createHash("sha256").update(content).digest("hex")).toBe(hash);
    expect(builtInFileLocation(hash)).toBe(location);
  },
);

test("no other hash has a place", () => {
  expect(builtInFileLocation("0".repeat(64))).toBeNull();
});
