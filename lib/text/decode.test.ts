import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeBytes,
  decodeStream,
  detectEncoding,
  TEXT_ENCODINGS,
  type TextEncodingName,
} from "./decode";
import { textArbitrary } from "./testing/arbitraries";

function encode(text: string, encoding: TextEncodingName): Uint8Array {
  if (encoding === "utf-16le") return Buffer.from(text, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(text, "utf16le").swap16();
  return Buffer.from(text, encoding === "utf-8" ? "utf8" : "latin1");
}
async function* pieces(bytes: Uint8Array, size: number) {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}
async function decodeAll(bytes: Uint8Array, size: number, encoding: TextEncodingName | null) {
  const found = { text: "", encoding: "", malformed: 0 };
  const stream = decodeStream(pieces(bytes, size), {
    encoding,
    onEncoding: (name) => {
      found.encoding = name;
    },
    onMalformed: (count) => {
      found.malformed = count;
    },
  });
  for await (const piece of stream) found.text += piece;
  return found;
}

test("gives back any text in any piece size, and calls none of it malformed", async () => {
  await fc.assert(
    fc.asyncProperty(
      textArbitrary({ lone: false }).map((text) => `x${text}\ufffd`),
      fc.constantFrom("utf-8", "utf-16le", "utf-16be"),
      fc.integer({ min: 1, max: 9 }),
      async (text, encoding, size) => {
        const found = await decodeAll(encode(text, encoding), size, encoding);
        expect(found).toEqual({ text, encoding, malformed: 0 });
      },
    ),
  );
});

describe("detection", () => {
  test.each([
    ["naïve 😀", "utf-8", ""],
    ["naïve", "utf-8", "\ufeff"],
    ["naïve 日本", "utf-16le", "\ufeff"],
    ["naïve 日本", "utf-16be", "\ufeff"],
    ["plain words", "utf-16le", ""],
    ["plain words", "utf-16be", ""],
    ["café, señor", "windows-1252", ""],
    ["", "utf-8", ""],
  ] as const)("%s in %s, mark %j", (text, encoding, mark) => {
    const bytes = encode(mark + text, encoding);
    expect(detectEncoding(bytes)).toEqual({ encoding, hasMark: mark !== "" });
    expect(decodeBytes(bytes)).toEqual({ text, encoding, malformed: 0 });
  });
  test("a zero within a text makes no UTF-16 of it", () => {
    expect(detectEncoding(encode("some\0text with\0zeros", "utf-8")).encoding).toBe("utf-8");
  });
  test("a character cut at the end of the head is no reason against UTF-8", () => {
    const bytes = encode(`${"a".repeat(65_535)}é`, "utf-8");
    expect(decodeBytes(bytes).encoding).toBe("utf-8");
  });
});

test("counts what is no text in the encoding", async () => {
  const bytes = Buffer.concat([encode("é\ufffd", "utf-8"), Buffer.from([0xe9, 0x20, 0xff])]);
  expect(decodeBytes(bytes, "utf-8")).toMatchObject({ text: "é\ufffd\ufffd \ufffd", malformed: 2 });
  expect(await decodeAll(bytes, 2, "utf-8")).toMatchObject({ malformed: 2 });
});

test("never throws, whatever the bytes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(null, ...TEXT_ENCODINGS),
      async (bytes, encoding) => {
        const whole = decodeBytes(bytes, encoding);
        const streamed = await decodeAll(bytes, 3, encoding);
        expect(streamed.text).toBe(whole.text);
        expect(streamed.malformed).toBe(whole.malformed);
      },
    ),
  );
});
