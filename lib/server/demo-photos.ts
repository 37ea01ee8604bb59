import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { openTrusted } from "./media/decoder";

/*
 * Old photographs from the Getty's open content (see docs/third-party.md). The cat is one sheet of 24 small views: each
 * becomes an image of its own, enlarged so that there is room to draw, and the sheet stays as the image with many boxes.
 */

const PHOTOS = [
  { from: "nagasaki-boats", name: "boats-in-nagasaki.jpg" },
  { from: "airplane-from-above", name: "airplane-from-above.jpg" },
  { from: "dust-bowl-home", name: "dust-bowl-home.jpg" },
  { from: "allium-oreophilum", name: "allium-oreophilum.jpg" },
  { from: "black-canyon", name: "black-canyon.jpg" },
  { from: "french-alpine-landscape", name: "french-alpine-landscape.jpg" },
] as const;
const CAT = "locomotion-house-cat";
/** The views on the sheet of 1024 × 510 px. */
const CAT_COLUMNS_PX = [10, 178, 346, 514, 683, 852] as const;
const CAT_ROWS_PX = [11, 137, 262, 392] as const;
const CAT_VIEW_PX = { width: 162, height: 107 } as const;
const CAT_ENLARGED = 5;
const JPEG_QUALITY = 90;

/** The photos in the order in which they appear. Same bytes each time. */
export async function* demoPhotos(): AsyncGenerator<{ name: string; bytes: Buffer }> {
  for (const { from, name } of PHOTOS) yield { name, bytes: await readFile(photoPath(from)) };
  const sheet = photoPath(CAT);
  yield { name: "cat/all-views.jpg", bytes: await readFile(sheet) };
  let view = 1;
  for (const top of CAT_ROWS_PX) {
    for (const left of CAT_COLUMNS_PX) {
      const picture = await openTrusted(sheet);
      const bytes = await picture
        .extract({ left, top, ...CAT_VIEW_PX })
        .resize({ width: CAT_VIEW_PX.width * CAT_ENLARGED, kernel: "lanczos3" })
        .jpeg({ quality: JPEG_QUALITY })
        .toBuffer();
      yield { name: `cat/view-${String(view).padStart(2, "0")}.jpg`, bytes };
      view += 1;
    }
  }
}

function photoPath(from: string): string {
  const root = process.env["TRAZO_ROOT"] ?? process.cwd();
  const folder = path.join(/* turbopackIgnore: true */ root, "node_modules", "@stdlib");
  return path.join(folder, `datasets-img-${from}`, "data", "image.jpg");
}
