import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Format } from "../format";
import { type Dataset, writeDataset } from "../testing/dataset";
import { withScratchFolder } from "../testing/scratch";
import { audacity } from "./audacity/audacity";
import { manifest } from "./manifest/manifest";
import { regionTable } from "./region-table/region-table";
import { rttm } from "./rttm/rttm";
import { srt } from "./srt/srt";
import { textgrid } from "./textgrid/textgrid";
import { webvtt } from "./webvtt/webvtt";

/** Reads the files by what their formats say, with Python alone: it shares no line with the writers. */
const READERS = `
import csv, glob, html, json, os, re, sys
kind, root = sys.argv[1:]
os.chdir(root)
out = []
def stem(path): return os.path.splitext(path)[0].split("/", 1)[1]
def seconds(text):
    h, m, s = text.replace(",", ".").split(":")
    return int(h) * 3600 + int(m) * 60 + float(s)
def files(ending): return sorted(glob.glob("**/*" + ending, recursive=True))
def text_of(path): return open(path, encoding="utf-8", newline="").read()
if kind == "audacity":
    for path in files(".txt"):
        for line in text_of(path).split("\\n"):
            if line == "" or line.startswith("\\\\"): continue
            start, end, title = line.split("\\t")
            label, _, said = title.partition(": ")
            out.append([stem(path), float(start), float(end), label, said])
elif kind == "textgrid":
    for path in files(".TextGrid"):
        tokens = re.findall(r'"((?:[^"]|"")*)"|(?<=\\s)(-?\\d+(?:\\.\\d+)?)(?=\\s)', text_of(path))
        values = [t.replace('""', '"') if n == "" else float(n) for t, n in tokens]
        assert values[:2] == ["ooTextFile", "TextGrid"] and values[2] == 0
        at, xmax = 5, values[3]
        for _ in range(int(values[4])):
            assert values[at + 2] == 0 and values[at + 3] == xmax
            tier, name, count, now = values[at], values[at + 1], int(values[at + 4]), 0
            at += 5
            for _ in range(count):
                if tier == "IntervalTier":
                    start, end, mark = values[at:at + 3]
                    assert start == now and end > start
                    now, at = end, at + 3
                else:
                    start, mark = values[at:at + 2]
                    end, at = start, at + 2
                if mark != "": out.append([stem(path), start, end, name, mark])
            assert tier == "TextTier" or now == xmax
        assert at == len(values)
elif kind == "rttm":
    for path in files(".rttm"):
        for line in text_of(path).splitlines():
            f = line.split()
            assert f[0] == "SPEAKER" and len(f) == 10
            out.append([f[1], float(f[3]), round(float(f[3]) + float(f[4]), 9), f[7], f[2]])
    for path in files(".uem"):
        for line in text_of(path).splitlines():
            file, channel, start, end = line.split()
            out.append([file, float(start), float(end), "uem", channel])
elif kind == "webvtt":
    for path in files(".vtt"):
        head, *blocks = re.split("\\n\\n+", text_of(path).rstrip("\\n"))
        assert head == "WEBVTT"
        for block in blocks:
            times, said = block.split("\\n", 1)
            start, arrow, end = times.split(" ")
            assert arrow == "-->"
            voice, said = re.fullmatch(r"(?:<v ([^>]*)>)?([^<]*)", said, re.S).groups()
            out.append([stem(path), seconds(start), seconds(end), html.unescape(voice or ""), html.unescape(said)])
elif kind == "srt":
    for path in files(".srt"):
        blocks = re.split("\\n\\n+", text_of(path).rstrip("\\n"))
        for i, block in enumerate(b for b in blocks if b):
            number, times, said = block.split("\\n", 2)
            assert int(number) == i + 1
            start, end = times.split(" --> ")
            out.append([stem(path), seconds(start), seconds(end), "", said])
elif kind == "asr-manifest":
    for path in files(".jsonl"):
        for line in text_of(path).splitlines():
            r = json.loads(line)
            assert os.path.exists(os.path.join(os.path.dirname(path), r["audio_filepath"]))
            start = r.get("offset", 0)
            out.append([stem(r["audio_filepath"]), start, round(start + r["duration"], 9), r.get("label", ""), r["text"]])
else:
    for path in files(".csv"):
        for r in csv.DictReader(open(path, encoding="utf-8", newline="")):
            assert os.path.exists(r["file"])
            out.append([stem(r["file"]), float(r["start"] or 0), float(r["end"] or 0), r["label"], r["text"]])
print(json.dumps(out))
`;
const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.info("Skipping the independent readers: there is no python3 here.");

/** Two that overlap, a point, and a recording with nothing on it. */
function example(): Dataset {
  const noSize = { width: null, height: null, file: null };
  const nothing = { score: null, groupId: null };
  const region = (
    order: number,
    of: { start: number; end: number; label: string; text?: string; speaker?: string },
  ): Dataset["annotations"][number] => ({
    ...{ ref: `a${order}`, item: "i", order, label: of.label, ...nothing },
    geometry: { kind: "interval", start: of.start, end: of.end },
    attributes: of.speaker === undefined ? {} : { speaker: of.speaker },
    ...(of.text === undefined ? {} : { text: of.text }),
  });
  return {
    labels: [
      { ref: "l0", name: "speech", position: 0, geometries: ["interval"] },
      { ref: "l1", name: "bird", position: 1, geometries: ["interval"] },
    ],
    items: [
      { ref: "i", name: "día/talk.wav", media: "audio", length: 10, split: "train", ...noSize },
      { ref: "j", name: "empty.wav", media: "audio", length: 2.5, split: "train", ...noSize },
    ],
    annotations: [
      region(0, {
        start: 0.05,
        end: 2.225,
        label: "l0",
        text: 'Say "1 < 2", ñ 😀',
        speaker: "Ana",
      }),
      region(1, { start: 1.1, end: 3.3, label: "l0", text: "two\nlines" }),
      region(2, { start: 4, end: 4, label: "l1" }),
    ],
    issues: [],
  };
}

const TALK = "día/talk";
const SAID = 'Say "1 < 2", ñ 😀';
const EXPECTED: readonly (readonly [Format, readonly unknown[]])[] = [
  [
    audacity,
    [
      [TALK, 0.05, 2.225, "speech", SAID],
      [TALK, 1.1, 3.3, "speech", "two\\nlines"],
      [TALK, 4, 4, "bird", ""],
    ],
  ],
  [
    textgrid,
    [
      [TALK, 1.1, 3.3, "speech", "two\nlines"],
      [TALK, 0.05, 2.225, "speech@Ana", SAID],
      [TALK, 4, 4, "bird", "bird"],
    ],
  ],
  [
    rttm,
    [
      [TALK, 0.05, 2.225, "Ana", "1"],
      [TALK, 1.1, 3.3, "speech", "1"],
      [TALK, 4, 4, "bird", "1"],
      [TALK, 0, 10, "uem", "1"],
      ["empty", 0, 2.5, "uem", "1"],
    ],
  ],
  [
    webvtt,
    [
      [TALK, 0.05, 2.225, "Ana", SAID],
      [TALK, 1.1, 3.3, "", "two\nlines"],
      [TALK, 4, 4, "", "[bird]"],
    ],
  ],
  [
    srt,
    [
      [TALK, 0.05, 2.225, "", `[speech: Ana] ${SAID}`],
      [TALK, 1.1, 3.3, "", "two\nlines"],
      [TALK, 4, 4, "", "[bird]"],
    ],
  ],
  [
    manifest,
    [
      [TALK, 0.05, 2.225, "speech", SAID],
      [TALK, 1.1, 3.3, "speech", "two\nlines"],
      [TALK, 4, 4, "bird", ""],
      ["empty", 0, 2.5, "", ""],
    ],
  ],
  [
    regionTable,
    [
      [TALK, 0.05, 2.225, "speech", SAID],
      [TALK, 1.1, 3.3, "speech", "two\nlines"],
      [TALK, 4, 4, "bird", ""],
      ["empty", 0, 0, "", ""],
    ],
  ],
];

describe.skipIf(!hasPython)("what is written is read by an independent reader", () => {
  it.each(EXPECTED)("$id", async (format, expected) => {
    await withScratchFolder(async (folder) => {
      const options = { hasMedia: true, splits: ["train"] as const };
      const { files } = await writeDataset(format, example(), options);
      for (const [name, bytes] of Object.entries(files)) {
        const place = path.join(folder, name);
        mkdirSync(path.dirname(place), { recursive: true });
        writeFileSync(place, bytes);
      }
      const python = spawnSync("python3", ["-c", READERS, format.id, folder], { encoding: "utf8" });
      expect(python.stderr).toBe("");
      expect(JSON.parse(python.stdout)).toEqual(expected);
    });
  });
});
