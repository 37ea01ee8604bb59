import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { type Dataset, readDataset, writeDataset } from "../testing/dataset";
import { textItem } from "../testing/text-datasets";
import { conll } from "./conll";
import { commentValue, readCommentValue } from "./raw-text";
import { noTagCounts, schemeOf, spansOfTags } from "./tags";

const read = (text: string, path = "eng.testa.conll") => readDataset(conll, { [path]: text });
const codes = ({ issues }: Dataset) => issues.map(({ code }) => code);
const spans = ({ annotations, labels }: Dataset) =>
  annotations.map(({ text, label }) => [text, labels.find(({ ref }) => ref === label)?.name]);

describe("reading CoNLL", () => {
  it("reads the four columns of 2003 in IOB1, documents apart", async () => {
    const dataset = await read(
      [
        "-DOCSTART- -X- O O\n",
        "U.N. NNP I-NP I-ORG",
        "official NN I-NP O",
        "Ekeus NNP I-NP I-PER",
        "Rolf NNP I-NP B-PER",
        ". . O O\n",
        "-DOCSTART- -X- O O\n",
        "Bonn NNP I-NP I-LOC",
      ].join("\n"),
    );
    expect(dataset.items.map(({ text, metadata }) => [text, metadata])).toEqual([
      ["U.N. official Ekeus Rolf .", { document: 1 }],
      ["Bonn", { document: 2 }],
    ]);
    expect(spans(dataset)).toEqual([
      ["U.N.", "ORG"],
      ["Ekeus", "PER"],
      ["Rolf", "PER"],
      ["Bonn", "LOC"],
    ]);
    expect(codes(dataset)).toEqual(["tag_scheme", "text_rebuilt"]);
  });
  it("keeps the text of UNER beside its numbered tokens, and its ids and comments", async () => {
    const dataset = await read(
      [
        "# sent_id = weblog-1",
        "# newdoc id = weblog",
        "# text = I'm in  São Paulo.",
        "1-2\tI'm\t_\t_\t_",
        "1\tI\tO\t-\tann",
        "2\t'm\tO\t-\tann",
        "3\tin\tO\t-\tann",
        "4\tSão\tB-LOC\t-\tann",
        "5\tPaulo\tI-LOC\t-\tann",
        "6\t.\tO\t-\tann",
      ].join("\n"),
      "pt-ud-dev.iob2",
    );
    expect(dataset.items).toMatchObject([
      {
        name: "pt-ud-dev/weblog-1",
        text: "I'm in  São Paulo.",
        split: "val",
        metadata: { "newdoc id": "weblog" },
      },
    ]);
    expect(spans(dataset)).toEqual([["São Paulo", "LOC"]]);
    expect(codes(dataset)).toEqual([]);
  });
  it("takes # for a token where it is one", async () => {
    const dataset = await read("# O\nfail O\n\n#\tO\nok\tO\n");
    expect(dataset.items.map(({ text }) => text)).toEqual(["# fail", "# ok"]);
  });
  it("joins the tokens when the text is another one, and says so", async () => {
    const dataset = await read("# text = something else\nAda\tB-PER\nran\tO\n");
    expect(dataset.items[0]?.text).toBe("Ada ran");
    expect(codes(dataset)).toEqual(["text_rebuilt"]);
  });
  it("reads Latin-1 and a last sentence without a blank line after it", async () => {
    const bytes = Buffer.from("señor B-PER\nvio O\n\nMálaga B-LOC", "latin1");
    const dataset = await readDataset(conll, { "esp.train": "", "esp.train.txt": bytes });
    expect(spans(dataset)).toEqual([
      ["señor", "PER"],
      ["Málaga", "LOC"],
    ]);
    expect(codes(dataset)).toContain("encoding_detected");
  });
  it("names rows that lack something and goes on", async () => {
    const rows = Array.from({ length: 600 }, (_, i) => `w${i}\tO`).join("\n");
    const dataset = await read(`${rows}\n\nalone\nBonn\tB-LOC\n`);
    expect(spans(dataset)).toEqual([["Bonn", "LOC"]]);
    expect(codes(dataset)).toContain("bad_row");
  });
  it("leaves tables and texts to others", async () => {
    for (const text of ["a\tb\nc\td\n", "Just words.\n", "id\ttext\n1\tO\n"]) {
      expect((await read(text, "a.tsv")).items).toEqual([]);
    }
  });
});

describe("spansOfTags", () => {
  const scheme = (tags: string) => {
    const counts = noTagCounts();
    const found = spansOfTags(tags.split(" "), counts);
    return [
      schemeOf(counts),
      found.map(({ first, last, label }) => `${label}${first}-${last}`).join(" "),
    ];
  };
  it.each([
    ["O I-A I-A B-A O I-B", "IOB1", "A1-2 A3-3 B5-5"],
    ["B-A I-A B-A O B-B", "IOB2", "A0-1 A2-2 B4-4"],
    ["B-A E-A S-A O B-B I-B E-B", "BIOES", "A0-1 A2-2 B4-6"],
    ["B-A L-A U-A O", "BILOU", "A0-1 A2-2"],
    ["B-A M-A E-A W-B", "BMEWO", "A0-2 B3-3"],
    ["O I-A B-B", "IOB2", "A1-1 B2-2"],
    ["B-A I-B", "IOB2", "A0-0 B1-1"],
    ["B-A E-A I-A", "BIOES", "A0-1 A2-2"],
    ["O O", "IOB2", ""],
  ])("%s is %s", (tags, name, found) => {
    expect(scheme(tags)).toEqual([name, found]);
  });
});

describe("comments", () => {
  it("hold any text on one line", () => {
    fc.assert(
      fc.property(textArbitrary({ lone: true }), (text) => {
        const value = commentValue(text);
        expect(value).not.toMatch(/[\r\n\u2028\u2029\u0085]/);
        expect(readCommentValue(value)).toBe(text);
      }),
    );
  });
  it("are plain where they can be", () => {
    expect(commentValue("Hello, world")).toBe("Hello, world");
    expect(commentValue("a\nb")).toBe('"a\\nb"');
  });
});

describe("writing CoNLL", () => {
  const text = 'Ada-Lovelace said\n"hi" in São Paulo';
  const span = (ref: string, start: number, end: number): Dataset["annotations"][number] => ({
    ...{ ref, item: "i", label: "l", geometry: { kind: "interval", start, end } },
    ...{ attributes: {}, score: null, groupId: null, order: start },
  });
  async function write(...annotations: Dataset["annotations"]) {
    const labels = [{ ref: "l", name: "a name", position: 0 }];
    const items = [textItem({ ref: "i", name: "n", text })];
    const dataset = { labels, items, annotations, issues: [] };
    const written = await writeDataset(conll, dataset, { hasMedia: true, splits: [] });
    return {
      ...written,
      lines: Buffer.from(written.files["data.conll"] ?? [])
        .toString()
        .split("\n"),
    };
  }
  it("writes IOB2 by words and marks, with the text beside them", async () => {
    const { lines, issues } = await write(span("s", 26, 35));
    expect(lines).toEqual([
      "# name = n",
      '# text = "Ada-Lovelace said\\n\\"hi\\" in São Paulo"',
      "Ada\tO",
      "-\tO",
      "Lovelace\tO",
      "said\tO",
      '"\tO',
      "hi\tO",
      '"\tO',
      "in\tO",
      "São\tB-a_name",
      "Paulo\tI-a_name",
      "",
      "",
    ]);
    expect(issues.map(({ code }) => code)).toEqual(["label_name_changed"]);
  });
  it("reports what cuts a token, overlaps or ends in a blank, and widens nothing", async () => {
    const { lines, issues } = await write(
      span("cut", 0, 2),
      span("kept", 0, 12),
      span("over", 4, 17),
      span("blank", 13, 18),
    );
    expect(lines.filter((line) => /B-|I-/.test(line)).length).toBe(3);
    expect(issues.map(({ code }) => code)).toEqual([
      "label_name_changed",
      "span_cuts_token",
      "span_overlaps",
      "span_cuts_token",
    ]);
    expect(issues[1]).toMatchObject({ where: "n", message: expect.stringContaining("(cut)") });
  });
});
