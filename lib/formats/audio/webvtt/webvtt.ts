import type { Format } from "../../format";
import { detectPerRecording, type RecordingReader, readPerRecording } from "../read-per-recording";
import { type RecordingLayout, writePerRecording } from "../write-per-recording";
import { looksLikeWebVtt, parseWebVtt } from "./parse-webvtt";
import { webVttText } from "./write-webvtt";

const reader: RecordingReader = {
  formatId: "webvtt",
  extensions: [".vtt"],
  looksRight: looksLikeWebVtt,
  parse: parseWebVtt,
};
const layout: RecordingLayout = {
  formatId: "webvtt",
  formatName: "WebVTT",
  extension: ".vtt",
  carried: {
    texts: true,
    scores: false,
    groups: false,
    attributes: ["speaker"],
    frequencies: false,
  },
  text: (recording, { issues }) => webVttText(recording, issues),
};

export const webvtt: Format = {
  id: "webvtt",
  name: "WebVTT",
  media: ["audio"],
  carries: {
    geometries: ["interval"],
    attributes: false,
    texts: true,
    scores: false,
    groups: false,
    order: false,
    emptyItems: true,
    ids: true,
  },
  detect: (files) => detectPerRecording(files, reader),
  read: (files) => readPerRecording(files, reader),
  write: (source, options) => writePerRecording(source, options, layout),
};
