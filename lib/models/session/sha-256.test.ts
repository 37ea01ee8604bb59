import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { computeSha256, sha256 } from "./sha-256";

const ofNode = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("both ways give what Node gives, at every length around a block and for any bytes", async () => {
  for (let length = 0; length < 200; length += 1) {
    const bytes = new Uint8Array(length).fill(length);
    expect(Buffer.from(computeSha256(bytes)).toString("hex")).toBe(ofNode(bytes));
    expect(await sha256(bytes)).toBe(ofNode(bytes));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
      expect(Buffer.from(computeSha256(bytes)).toString("hex")).toBe(ofNode(bytes));
    }),
  );
});
