import { expect, test } from "vitest";
import { problemsCsv } from "./problems-csv";
import type { ProblemView } from "./upload-entry";

test("a table for spreadsheets, in which no file name can be a formula", () => {
  const problem = (path: string, detail: string | null): ProblemView => ({
    ...{ id: 1, path, sizeBytes: 1 },
    problem: { reason: "corrupt", detail },
  });
  const csv = problemsCsv({
    header: ["File", "Reason", "Details"],
    problems: [problem('a "1", ñ.jpg', null), problem("=HYPERLINK(1)", "two\nlines")],
    reason: (code) => `<${code}>`,
  });
  expect(csv).toBe(
    '\ufeffFile,Reason,Details\r\n"a ""1"", ñ.jpg",<corrupt>,\r\n\'=HYPERLINK(1),<corrupt>,"two\nlines"\r\n',
  );
});
