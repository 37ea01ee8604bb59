import type { Format } from "../../format";
import { detectPerRecording, type RecordingReader, readPerRecording } from "../read-per-recording";
import { type RecordingLayout, writePerRecording } from "../write-per-recording";
import { labelTrackText, looksLikeLabelTrack, parseLabelTrack } from "./label-track";

const reader: RecordingReader = {
  formatId: "audacity",
  extensions: [".txt"],
  looksRight: looksLikeLabelTrack,
  parse: parseLabelTrack,
};
const layout: RecordingLayout = {
  formatId: "audacity",
  formatName: "Audacity",
  extension: ".txt",
  carried: { texts: true, scores: false, groups: false, attributes: [], frequencies: true },
  text: ({ regions, name }, { issues }) => labelTrackText(regions, { name, issues }),
};

export const audacity: Format = {
  id: "audacity",
  name: "Audacity labels",
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
