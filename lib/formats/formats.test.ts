import { expect, test } from "vitest";
import { describeFormat } from "./conformance";
import { FORMATS } from "./formats";

for (const format of FORMATS) describeFormat(format);

test("every format reads, and only plain files cannot be written", () => {
  expect(FORMATS.filter(({ read }) => !read).map(({ id }) => id)).toEqual([]);
  expect(FORMATS.filter(({ write }) => !write).map(({ id }) => id)).toEqual(["files"]);
});
