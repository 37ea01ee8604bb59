import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { POST as known } from "@/app/api/v1/projects/[projectId]/files/known/route";
import { PUT } from "@/app/api/v1/projects/[projectId]/files/route";
import { readItem } from "@/db/queries/items";
import { readProject } from "@/db/queries/projects";
import { sharedData } from "@/lib/testing/shared-data";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { putFile, rawRequest, smallPng } from "@/lib/testing/upload";
import { openMedia } from "./media/open-media";

async function setUp(env: Record<string, string> = {}) {
  const app = openTestApp(env);
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const put = (name: string, bytes: Uint8Array) => putFile({ projectId, cookie, name, bytes });
  return { app, user, cookie, projectId, put };
}

describe("a file becomes an item", () => {
  test("with its upright size, type and bytes", async () => {
    const { app, put, projectId } = await setUp();
    const png = await smallPng(1);
    const response = await put("day 1/a.png", png);
    expect(response.status).toBe(200);
    const { kind, itemId, warnings } = await response.json();
    expect({ kind, warnings }).toEqual({ kind: "added", warnings: [] });
    expect(await readItem(app.store, itemId)).toMatchObject({
      ...{ projectId, name: "day 1/a.png", width: 40, height: 30, state: "new" },
      ...{ mediaType: "image/png", bytes: png.byteLength, info: { v: 1, orientation: 1 } },
    });
  });

  test("once: the same bytes under another name are the item that is there", async () => {
    const { app, put, projectId } = await setUp();
    const png = await smallPng(1);
    const [first, second] = await Promise.all([put("a.png", png), put("b.png", png)]);
    const answers = [await first.json(), await second.json()];
    expect(answers.map(({ kind }) => kind).sort()).toEqual(["added", "duplicate"]);
    expect(answers[0].itemId).toBe(answers[1].itemId);
    expect(
      (await readProject(app.store, { projectId, role: "manager", userId: null }))?.itemCount,
    ).toBe(1);
  });

  test("under a harmless name", async () => {
    const { app, put } = await setUp();
    const names = ["../../x.jpg", "/etc/x.jpg", "C:\\x\\y.jpg", "a\0b.jpg", "a\u202eb.jpg"];
    const kept: (string | undefined)[] = [];
    for (const [index, name] of names.entries()) {
      const { itemId } = await (await put(name, await smallPng(index))).json();
      kept.push((await readItem(app.store, itemId))?.name);
    }
    expect(kept).toEqual(["x.jpg", "etc/x.jpg", "x/y.jpg", "ab.jpg", "ab.jpg"]);
    expect((await put("n".repeat(9_000), await smallPng(9))).status).toBe(200);
    const outside = readdirSync(path.dirname(app.settings.dataDir));
    expect(outside).not.toContain("x.jpg");
  });
});

describe("a bad file is refused with its reason", () => {
  test.each([
    ["empty", new Uint8Array(), 422, "empty"],
    ["SVG", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), 415, "svg_refused"],
    ["error page", Buffer.from("<!doctype html><title>404</title>"), 415, "not_an_image"],
    ["text", Buffer.from("hello"), 415, "not_an_image"],
    ["half a PNG", null, 422, "truncated"],
  ] as const)("%s", async (_, bytes, status, reason) => {
    const { put } = await setUp();
    const whole = await smallPng(3, { width: 300, height: 300 });
    const response = await put("x.png", bytes ?? whole.subarray(0, whole.byteLength >> 1));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status, reason });
  });

  test("larger than the setting, by its own word or in truth; too many pixels", async () => {
    const { put, cookie, projectId } = await setUp({
      TRAZO_MAX_FILE_MB: "1",
      TRAZO_MAX_MEGAPIXELS: "0.01",
    });
    const large = Buffer.alloc(1_100_000);
    expect((await put("x.png", large)).status).toBe(413);
    const body = new Blob([new Uint8Array(large)]).stream();
    const unsaid = await PUT(rawRequest("PUT", "/x?name=x.png", { cookie, body }), {
      params: Promise.resolve({ projectId }),
    });
    expect(unsaid.status).toBe(413);
    expect(await unsaid.json()).toMatchObject({ reason: "too_large_bytes" });
    const wide = await put("x.png", await smallPng(1, { width: 200, height: 100 }));
    expect(await wide.json()).toMatchObject({ reason: "too_many_pixels", status: 413 });
  });

  test("a body that ends before its announced length is not taken for whole", async () => {
    const { cookie, projectId } = await setUp();
    const bytes = await smallPng(1);
    const headers = { "content-length": String(bytes.byteLength + 10) };
    const body = new Blob([new Uint8Array(bytes)]).stream();
    const response = await PUT(rawRequest("PUT", "/x?name=x.png", { cookie, body, headers }), {
      params: Promise.resolve({ projectId }),
    });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ reason: "unreadable" });
  });

  test("those of the shared data, by name", async (context) => {
    const odd = sharedData("images/odd");
    if (odd === null) return context.skip("no shared data");
    const { put } = await setUp();
    const results: Record<string, unknown> = {};
    for (const name of readdirSync(odd).filter((file) => file !== "LICENSE")) {
      const answer = await (await put(name, readFileSync(path.join(odd, name)))).json();
      results[name] = answer.reason ?? answer.warnings;
    }
    expect(results).toEqual({
      "8bit_depth.tiff": [],
      "Channel_digital_image_CMYK_color_no_profile.jpg": [],
      "Flag_of_the_Netherlands-16bit.png": [],
      "animated-loop-3.gif": ["first_frame_only"],
      "big-height.webp": ["first_frame_only"],
      "check.svg": "svg_refused",
      "corrupt-header.jpg": "truncated",
      "truncated.png": "truncated",
    });
  });
});

test("the eight EXIF orientations give one size and one picture", async (context) => {
  const exif = sharedData("images/exif");
  if (exif === null) return context.skip("no shared data");
  const { app, put } = await setUp();
  const media = await openMedia(app.settings);
  const sizes = new Set<string>();
  const thumbs: Buffer[] = [];
  for (let orientation = 1; orientation <= 8; orientation++) {
    const file = path.join(exif, `Portrait_${orientation}.jpg`);
    const { itemId } = await (await put(path.basename(file), readFileSync(file))).json();
    const item = await readItem(app.store, itemId);
    sizes.add(`${item?.width} × ${item?.height}`);
    const { body } = await media.openDerivative(item?.blobHash ?? "", "thumb.webp");
    const bytes = Buffer.concat(await body.toArray());
    thumbs.push(await sharp(bytes).removeAlpha().raw().toBuffer());
  }
  expect([...sizes]).toHaveLength(1);
  for (const thumb of thumbs) expect(meanDifference(thumb, thumbs[0])).toBeLessThan(6);
});

/** Of 8-bit values; the files were encoded apart, so that they differ by a little everywhere. */
function meanDifference(a: Buffer, b: Buffer | undefined): number {
  if (a.length !== b?.length) return Number.POSITIVE_INFINITY;
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}

test("only managers upload; strangers learn nothing", async () => {
  const { app, projectId } = await setUp();
  const { cookie } = await signUp(app, "vic", "member");
  const bytes = await smallPng(1);
  expect((await putFile({ projectId, cookie, name: "x.png", bytes })).status).toBe(404);
  expect((await putFile({ projectId, cookie: "", name: "x.png", bytes })).status).toBe(401);
});

test("files that are there already are told by their hashes, within the project only", async () => {
  const { app, user, put, projectId, cookie } = await setUp();
  const { itemId } = await (await put("a.png", await smallPng(1))).json();
  const hash = (await readItem(app.store, itemId))?.blobHash ?? "";
  const body = { hashes: [hash, "0".repeat(64)] };
  const ask = async (project: string) => {
    const request = apiRequest("POST", "/x", { cookie, body });
    return (await known(request, { params: Promise.resolve({ projectId: project }) })).json();
  };
  expect(await ask(projectId)).toMatchObject({ known: [hash] });
  expect(await ask(await testProject(app, user))).toMatchObject({ known: [] });
});
