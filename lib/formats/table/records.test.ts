import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { createCsvParser, csvRow, detectCsv } from "./csv";
import { type ColumnMapping, type RecordEvent, readRecords, suggestMapping } from "./records";
import { inspectTable, type RowOptions } from "./rows";

async function* pieces(content: string | Uint8Array, size = 97) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}
async function read(
  content: string | Uint8Array,
  options: Partial<RowOptions> & { mapping?: ColumnMapping } = {},
) {
  const found: { records: Extract<RecordEvent, { type: "record" }>["record"][]; codes: string[] } =
    {
      records: [],
      codes: [],
    };
  const given = { format: "csv", encoding: null, mapping: { text: "text" }, ...options } as const;
  for await (const event of readRecords(pieces(content), given)) {
    if (event.type === "record") found.records.push(event.record);
    else found.codes.push(event.issue.code);
  }
  return found;
}

describe("createCsvParser", () => {
  it("reads back any fields that were written, in pieces of any size", () => {
    const table = fc.array(fc.array(textArbitrary({ lone: true }), { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 7 }), (rows, size) => {
        const text = rows.map(csvRow).join("");
        const parser = createCsvParser({ delimiter: ",", hasQuotes: true });
        const found = [];
        for (let i = 0; i < text.length; i += size) {
          found.push(...parser.push(text.slice(i, i + size)));
        }
        found.push(...parser.end());
        expect(found.map(({ cells }) => cells)).toEqual(rows);
        expect(found.every(({ problem }) => problem === null)).toBe(true);
      }),
    );
  });
  const cells = (text: string, delimiter = ",") => {
    const parser = createCsvParser({ delimiter, hasQuotes: true });
    return [...parser.push(text), ...parser.end()].map((row) => [row.line, ...row.cells]);
  };
  it("knows every line end, blank lines and a last line without one", () => {
    expect(cells("a,b\r\nc\rd\n\n\ne")).toEqual([
      [1, "a", "b"],
      [2, "c"],
      [3, "d"],
      [6, "e"],
    ]);
    expect(cells('""\n"x\ny",z\nq')).toEqual([
      [1, ""],
      [2, "x\ny", "z"],
      [4, "q"],
    ]);
  });
  it("says what is wrong with a quote and goes on", () => {
    const parser = createCsvParser({ delimiter: ",", hasQuotes: true });
    const rows = [...parser.push('"a"b,c\nsay "hi",d\n"open,\ne'), ...parser.end()];
    expect(rows).toMatchObject([
      { cells: ["ab", "c"], problem: "text_after_quote" },
      { cells: ['say "hi"', "d"], problem: null },
      { cells: ["open,\ne"], problem: "unclosed_quote" },
    ]);
  });
});

describe("detectCsv", () => {
  it.each([
    ["a,b\n1,2\n", ","],
    ["a;b\n1,5;2,5\n3,1;4,2\n", ";"],
    ["a\tb, c\n1\t2\n", "\t"],
    ['text|n\n"a|b, c"|1\n', "|"],
    ["one column\nof words\n", ","],
  ])("%j has %j", (text, delimiter) => {
    expect(detectCsv(text, true)).toEqual({ delimiter, hasQuotes: true });
  });
  it("sees that quotes are characters in a table with tabs", () => {
    const text = 'id\ttext\n1\t"So he said\n2\tand went\n3\tfine\n';
    expect(detectCsv(text, true)).toEqual({ delimiter: "\t", hasQuotes: false });
  });
});

describe("readRecords", () => {
  it("maps columns: text, id, split, classes, answers, and the rest as metadata", async () => {
    const csv =
      'id,text,tags,tone,short,split,source\n7,"a ""b"", c",x; y ;x,good,A,valid,NYT\n8,,,,,,\n';
    const mapping: ColumnMapping = {
      text: "text",
      id: "id",
      split: "split",
      classes: [
        { column: "tags", separator: ";" },
        { column: "tone", separator: null },
      ],
      answers: ["short"],
    };
    const { records } = await read(csv, { mapping });
    expect(records[0]).toEqual({
      number: 1,
      where: "table, line 2",
      text: 'a "b", c',
      id: "7",
      name: null,
      split: "val",
      metadata: { source: "NYT" },
      classes: [
        { label: "x", question: "tags", kind: "many" },
        { label: "y", question: "tags", kind: "many" },
        { label: "good", question: "tone", kind: "one" },
      ],
      answers: [{ label: "short", text: "A" }],
    });
    expect(records[1]).toMatchObject({ text: "", id: "8", classes: [], answers: [] });
  });
  it("keeps the columns it is told to keep, and no others", async () => {
    const mapping = { text: "text", metadata: ["b"] };
    const { records } = await read("text,a,b\nx,1,2\n", { mapping });
    expect(records[0]?.metadata).toEqual({ b: "2" });
  });
  it("reads json, a list within an object, jsonl and lines", async () => {
    const rows = [{ text: "a", n: 1 }, { text: 5 }, { text: null }, "bare"];
    const json = JSON.stringify(rows);
    for (const [format, content] of [
      ["json", json],
      ["json", `{"version":1,"data":${json},"other":[{"text":"no"}]}`],
      ["jsonl", rows.map((row) => JSON.stringify(row)).join("\n")],
    ] as const) {
      const { records, codes } = await read(content, { format });
      expect(records.map(({ text }) => text)).toEqual(["a", "5", "bare"]);
      expect(records[0]?.metadata).toEqual({ n: 1 });
      expect(codes).toEqual(["bad_record"]);
    }
    const { records } = await read("one\r\n\r\n two \nthree", { format: "lines" });
    expect(records.map(({ text, where }) => [text, where])).toEqual([
      ["one", "table, line 1"],
      [" two ", "table, line 3"],
      ["three", "table, line 4"],
    ]);
  });
  it("reads every encoding, detected or said", async () => {
    const csv = "text,n\r\nseñor café,1\r\n";
    const utf16 = Buffer.from(`\ufeff${csv}`, "utf16le");
    for (const content of [csv, `\ufeff${csv}`, Buffer.from(csv, "latin1"), utf16]) {
      expect((await read(content)).records[0]?.text).toBe("señor café");
    }
    const wrong = await read(Buffer.from(csv, "latin1"), { encoding: "utf-8" });
    expect(wrong.codes).toEqual(["bad_encoding"]);
  });
  it("reports rows of another length and columns without a name of their own", async () => {
    const { records, codes } = await read("text,,text\na,b,c\na\na,b,c,d\n");
    expect(records.length).toBe(3);
    expect(records[0]?.metadata).toEqual({ "column 2": "b", "text 2": "c" });
    expect(codes).toEqual(["column_renamed", "ragged_row", "ragged_row"]);
  });
  it("takes hostile text for text", async () => {
    const texts = ["=cmd()", "<script>", "\u202eevil", "nul\0", "__proto__", "a\r\nb\rc"];
    const csv = csvRow(["text", "__proto__"]) + texts.map((text) => csvRow([text, "x"])).join("");
    const { records } = await read(csv);
    expect(records.map(({ text }) => text)).toEqual(texts);
    expect(Object.keys(records[0]?.metadata ?? {})).toEqual(["__proto__"]);
  });
  it("reads a single field of 10 MB", async () => {
    const text = 'word, "x"\n'.repeat(1_000_000);
    async function* large() {
      yield* pieces(csvRow(["text", "n"]) + csvRow([text, 1]), 65_536);
    }
    let length = 0;
    const options = { format: "csv", encoding: null, mapping: { text: "text" } } as const;
    for await (const event of readRecords(large(), options)) {
      if (event.type === "record") length = event.record.text.length;
    }
    expect(length).toBe(text.length);
  });
});

describe("inspectTable", () => {
  it("finds the format, the encoding, the columns and a mapping", async () => {
    const csv = "nr;Text;Sentiment\n1;Das war schön;gut\n2;Nein, gar nicht;schlecht\n";
    const bytes = Buffer.from(csv, "latin1");
    const head = await inspectTable(pieces(bytes), { path: "reviews.csv" });
    expect(head).toMatchObject({
      format: "csv",
      encoding: "windows-1252",
      csv: { delimiter: ";", hasQuotes: true },
      columns: ["nr", "Text", "Sentiment"],
      issues: [],
    });
    expect(head.rows.length).toBe(2);
    expect(suggestMapping(head.columns, head.rows)).toEqual({
      text: "Text",
      classes: [{ column: "Sentiment", separator: null }],
    });
  });
  it("tells the shapes of json apart, and plain text", async () => {
    const formatOf = async (path: string, content: string) =>
      (await inspectTable(pieces(content), { path })).format;
    expect(await formatOf("a.json", '[{"text":"a"}]')).toBe("json");
    expect(await formatOf("a.json", '{"text":"a"}\n{"text":"b"}\n')).toBe("jsonl");
    expect(await formatOf("a.json", '{"data":[\n{"text":"a"}]}')).toBe("json");
    expect(await formatOf("a.txt", "words\n")).toBe("lines");
  });
  it("reads no further than it has to", async () => {
    let pulled = 0;
    async function* endless() {
      yield new TextEncoder().encode("text,n\n");
      for (;;) {
        pulled += 1;
        yield new TextEncoder().encode("some words,1\n".repeat(1_000));
      }
    }
    const head = await inspectTable(endless(), { path: "a.csv" });
    expect(head.rows.length).toBe(20);
    expect(pulled).toBeLessThan(30);
  });
  it("shows what can be shown of a broken file", async () => {
    const head = await inspectTable(pieces('[{"text":"a"},{"te'), { path: "a.json" });
    expect(head.rows.length).toBe(1);
    expect(head.issues.map(({ code }) => code)).toEqual(["truncated"]);
  });
});
