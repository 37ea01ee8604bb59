import { describe, expect, it } from "vitest";
import { oneRegion } from "../../testing/audio-datasets";
import { expectAudioRoundTrips } from "../../testing/audio-round-trip";
import { type Dataset, readDataset, writeDataset } from "../../testing/dataset";
import { textgrid } from "./textgrid";

const codes = ({ issues }: Dataset) => issues.map(({ code }) => code);
const read = (content: string | Uint8Array) =>
  readDataset(textgrid, { "talk.wav": "", "talk.TextGrid": content });

const LONG = `File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0 
xmax = 2.5 
tiers? <exists> 
size = 2 
item []: 
    item [1]:
        class = "IntervalTier" 
        name = "words" 
        xmin = 0 
        xmax = 2.5 
        intervals: size = 3 
        intervals [1]:
            xmin = -0 
            xmax = 0.5 
            text = "" 
        intervals [2]:
            xmin = 0.5 
            xmax = 1.25 
            text = "say ""hi""
there" 
        intervals [3]:
            xmin = 1.25 
            xmax = 2.5 
            text = "" 
    item [2]:
        class = "TextTier" 
        name = "clicks@Ana" 
        xmin = 0 
        xmax = 2.5 
        points: size = 1 
        points [1]:
            number = 2 
            mark = "" 
`;
const SHORT = `File type = "ooTextFile"
"TextGrid"

0
2.5
<exists>
2
"IntervalTier"
"words"
0
2.5
3
-0
0.5
""
0.5
1.25
"say ""hi""
there"
1.25
2.5
""
"TextTier"
"clicks@Ana"
0
2.5
1
2
""
`;

function expectExample(dataset: Dataset): void {
  expect(dataset.labels.map(({ name }) => name)).toEqual(["words", "clicks"]);
  expect(dataset.items).toMatchObject([{ name: "talk.wav", file: "talk.wav", length: 2.5 }]);
  expect(dataset.annotations).toMatchObject([
    { geometry: { start: 0.5, end: 1.25 }, text: 'say "hi"\nthere', attributes: {} },
    { geometry: { start: 2, end: 2 }, attributes: { speaker: "Ana" } },
  ]);
  expect(dataset.annotations[1]).not.toHaveProperty("text");
}

describe("reading TextGrids", () => {
  it("takes the long and the short form, in UTF-8 and UTF-16", async () => {
    for (const form of [LONG, SHORT, LONG.replaceAll("\n", "\r\n").replace('hi""\r\n', 'hi""\n')]) {
      const little = Buffer.from(`\ufeff${form}`, "utf16le");
      const big = Buffer.from(little).swap16();
      for (const content of [form, `\ufeff${form}`, little, big]) {
        const dataset = await read(content);
        expectExample(dataset);
        expect(codes(dataset)).toEqual([]);
      }
    }
  });
  it("keeps tiers of the same name, and reads lanes as one label", async () => {
    const tier = (name: string, start: number) =>
      `"IntervalTier" "${name}" 0 9 1 ${start} ${start + 1} "x"`;
    const names = ["a", "a", "a (2)", "a (4)", "b (2)", "c (1)"];
    const tiers = names.map((name, i) => tier(name, i)).join("\n");
    const dataset = await read(`"ooTextFile" "TextGrid" 0 9 <exists> ${names.length} ${tiers}`);
    expect(dataset.labels.map(({ name }) => name)).toEqual(["a", "a (4)", "b (2)", "c (1)"]);
    expect(dataset.annotations.length).toBe(6);
  });
  it("keeps what stood before the end of a cut file", async () => {
    const dataset = await read(LONG.slice(0, LONG.indexOf("item [2]")));
    expect(dataset.annotations.length).toBe(1);
    expect(codes(dataset)).toEqual(["truncated"]);
  });
  it("reports what cannot be", async () => {
    const dataset = await read(
      `"ooTextFile" "TextGrid" 1 9 <exists> 1 "IntervalTier" "a" 1 9 4
       3 2 "reversed" --undefined-- 2 "nowhere" 8 12 "past" 4 5 "good"`,
    );
    expect(dataset.annotations.map(({ text }) => text)).toEqual(["past", "good"]);
    expect(codes(dataset)).toEqual(["time_offset", "region_reversed", "bad_time", "past_end"]);
  });
  it("refuses other objects of Praat and a huge count without end", async () => {
    expect(codes(await read('File type = "ooTextFile"\nObject class = "Pitch 1"\n0 1'))).toEqual([
      "bad_textgrid",
    ]);
    expect(codes(await read('"ooTextFile" "TextGrid" 0 1 <exists> 999999999999'))).toEqual([
      "truncated",
    ]);
  });
});

describe("writing TextGrids", () => {
  it("comes back as it was", async () => {
    await expectAudioRoundTrips(textgrid, {
      ...{ tolerance: 0, texts: true, attributes: ["speaker"], frequencies: false },
      ...{ wholes: false, emptyItems: true },
    });
  });
  it("fills tiers without gaps and gives what overlaps a lane of its own", async () => {
    const dataset = oneRegion({ text: "hi" });
    for (const [start, end] of [
      [1.5, 3],
      [2, 4],
    ] as const) {
      const first = dataset.annotations[0];
      if (!first) continue;
      const geometry = { kind: "interval", start, end } as const;
      dataset.annotations.push({ ...first, ref: `${start}`, geometry });
    }
    const { files } = await writeDataset(textgrid, dataset, { hasMedia: false, splits: [] });
    const text = Buffer.from(files["recordings/talk.TextGrid"] ?? []).toString();
    const tiers = text.split("  class = ").slice(1);
    expect(tiers.map((tier) => /name = "(.*)"/.exec(tier)?.[1])).toEqual(["bird", "bird (2)"]);
    for (const tier of tiers) {
      const pairs = [...tier.matchAll(/xmin = (\S+)\s+xmax = (\S+)/g)].slice(1);
      expect(pairs[0]?.[1]).toBe("0");
      expect(pairs.at(-1)?.[2]).toBe("10");
      for (const [i, pair] of pairs.slice(1).entries()) expect(pair[1]).toBe(pairs[i]?.[2]);
    }
  });
});
