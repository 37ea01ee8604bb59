import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { modelIoSchema } from "../model-io";
import { type AdapterFixture, always, denseTensor, greyPicture } from "./adapter-fixture";

const recordedSchema = z.object({
  io: modelIoSchema,
  outputs: z.record(
    z.string(),
    z.object({
      dims: z.array(z.int()),
      rest: z.number(),
      rows: z.record(z.string(), z.array(z.number())),
    }),
  ),
});

/** What a real model said of bus.jpg, as record-tensors.ts wrote it down in fixtures/. */
export function recorded(name: string): AdapterFixture {
  const file = fileURLToPath(new URL(`./fixtures/${name}.json`, import.meta.url));
  const { io, outputs } = recordedSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const tensors = Object.fromEntries(
    Object.entries(outputs).map(([output, sparse]) => [output, denseTensor(sparse)]),
  );
  return { name, io: { model: io }, input: greyPicture(), answer: always(tensors) };
}
