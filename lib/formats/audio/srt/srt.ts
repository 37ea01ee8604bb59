import type { Format } from "../../format";
import { detectPerRecording, type RecordingReader, readPerRecording } from "../read-per-recording";
import { type RecordingLayout, writePerRecording } from "../write-per-recording";
import { looksLikeSubtitles, parseSubtitles, subtitlesText } from "./subtitles";

const reader: RecordingReader = {
  formatId: "srt",
  extensions: [".srt"],
  looksRight: looksLikeSubtitles,
  parse: parseSubtitles,
};
const layout: RecordingLayout = {
  formatId: "srt",
  formatName: "SRT",
  extension: ".srt",
  carried: {
    texts: true,
    scores: false,
    groups: false,
    attributes: ["speaker"],
    frequencies: false,
  },
  text: (recording, { issues }) => subtitlesText(recording, issues),
};

export const srt: Format = {
  id: "srt",
  name: "SRT subtitles",
  media: ["audio"],
  carries: {
    geometries: ["interval"],
    attributes: false,
    texts: true,
    scores: false,
    groups: false,
    order: false,
    emptyItems: true,
    ids: false,
  },
  detect: (files) => detectPerRecording(files, reader),
  read: (files) => readPerRecording(files, reader),
  write: (source, options) => writePerRecording(source, options, layout),
};
