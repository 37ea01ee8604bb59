import type { Format } from "../../format";
import { detectPerRecording, type RecordingReader, readPerRecording } from "../read-per-recording";
import { type RecordingLayout, writePerRecording } from "../write-per-recording";
import { looksLikeTextGrid, parseTextGrid } from "./parse-textgrid";
import { regionsOfTiers } from "./tier-names";
import { textGridText } from "./write-textgrid";

const reader: RecordingReader = {
  formatId: "textgrid",
  extensions: [".textgrid"],
  looksRight: looksLikeTextGrid,
  parse: (text, where) => regionsOfTiers(parseTextGrid(text, where), where),
};
const layout: RecordingLayout = {
  formatId: "textgrid",
  formatName: "TextGrid",
  extension: ".TextGrid",
  carried: {
    texts: true,
    scores: false,
    groups: false,
    attributes: ["speaker"],
    frequencies: false,
  },
  text: (recording, { plan, issues }) =>
    textGridText(recording, { labels: plan.regionLabels, issues }),
};

export const textgrid: Format = {
  id: "textgrid",
  name: "Praat TextGrid",
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
