import { expect, test } from "vitest";
import { csvOf } from "./csv";

test("quotes what needs it, and keeps formulas from being run", () => {
  const table = {
    columns: ["label", "n"],
    rows: [
      ['a "b", c', "1"],
      ["=HYPERLINK(1)", "-3"],
      ["two\nlines", "0.5"],
      ["-cmd", "2"],
    ],
  };
  expect(csvOf(table)).toBe(
    'label,n\r\n"a ""b"", c",1\r\n\'=HYPERLINK(1),-3\r\n"two\nlines",0.5\r\n\'-cmd,2',
  );
});
