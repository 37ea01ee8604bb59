import fc from "fast-check";
import { expect, test } from "vitest";
import { itemName, MAX_ITEM_NAME } from "./item-name";

test.each([
  ["photos/day 1/cat.jpg", "photos/day 1/cat.jpg"],
  ["../../x.jpg", "x.jpg"],
  ["a/../../b/./x.jpg", "a/b/x.jpg"],
  ["/etc/passwd.png", "etc/passwd.png"],
  ["C:\\Users\\me\\x.JPG", "Users/me/x.JPG"],
  ["..\\..\\x.jpg", "x.jpg"],
  ["x\0.jpg", "x.jpg"],
  ["photo\u202egpj.exe", "photogpj.exe"],
  ["e\u0301.png", "é.png"],
  ["100 % #1.png", "100 % #1.png"],
  ["....", "unnamed"],
  ["", "unnamed"],
  [`${"d/".repeat(400)}x.jpg`, `${"d/".repeat(197)}x.jpg`],
])("%j becomes %j", (given, kept) => {
  expect(itemName(given)).toBe(kept);
});

test("a very long file name keeps its ending", () => {
  const name = itemName(`${"n".repeat(5_000)}.jpeg`);
  expect(name).toHaveLength(MAX_ITEM_NAME);
  expect(name.endsWith("n.jpeg")).toBe(true);
});

test("any name becomes a relative path that leads nowhere else, and stays as it is then", () => {
  const part = fc.constantFrom("..", ".", "/", "\\", "C:", "\0", "\u202e", " ", "é", "x.jpg", "😀");
  const nasty = fc.array(fc.oneof(part, fc.string({ unit: "binary" })), { maxLength: 200 });
  fc.assert(
    fc.property(nasty, (parts) => {
      const name = itemName(parts.join(""));
      expect(itemName(name)).toBe(name);
      expect(name.length).toBeGreaterThan(0);
      expect(name.length).toBeLessThanOrEqual(MAX_ITEM_NAME);
      expect(name).not.toMatch(/\\|^\/|\0|^[a-z]:/i);
      expect(name.split("/").every((segment) => segment !== "" && segment !== "..")).toBe(true);
      expect(name.isWellFormed()).toBe(true);
    }),
    { examples: [[["\\", "C:"]], [["C:", " ", "C:", "x.jpg"]]] },
  );
});
