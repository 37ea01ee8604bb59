import { expect, test } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import { MEDIA_PROBLEMS } from "@/lib/media/media-problem";
import { acceptOf, foreignReason, isRecordFile } from "./accepted-files";
import { PROBLEM_REASONS } from "./upload-entry";

test("every reason of the server has words, in every language", () => {
  expect(PROBLEM_REASONS).toEqual(expect.arrayContaining([...MEDIA_PROBLEMS]));
  for (const locale of LOCALES) {
    const { reasons } = loadMessages(locale).upload;
    expect(Object.keys(reasons).sort()).toEqual([...PROBLEM_REASONS].sort());
  }
});

test("the endings of a kind are offered, and a zip", () => {
  expect(acceptOf("image")).toMatch(/^image\/jpeg,.*\.tiff,\.zip$/);
  expect(acceptOf("text").split(",")).toEqual(expect.arrayContaining([".txt", ".md", ".jsonl"]));
  expect(acceptOf("audio").split(",")).toEqual(expect.arrayContaining([".opus", ".textgrid"]));
});

test("tables are told by their endings", () => {
  expect(isRecordFile("a/Reviews.CSV", "text")).toBe(true);
  expect(isRecordFile("notes.txt", "text")).toBe(false);
  expect(isRecordFile("photo.csv", "image")).toBe(false);
});

test("only what cannot be of the kind is foreign", () => {
  const zeros = new Uint8Array(64);
  const png = new TextEncoder().encode("\x89PNG\r\n\x1a\n");
  expect(foreignReason(zeros, { path: "film.mov", kind: "image" })).toBe("not_an_image");
  expect(foreignReason(zeros, { path: "film.mov", kind: "audio" })).toBe("not_audio");
  expect(foreignReason(zeros, { path: "call.mp3", kind: "audio" })).toBeNull();
  expect(foreignReason(png, { path: "a.png", kind: "text" })).toBeNull();
});
