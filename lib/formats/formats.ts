import { audacity } from "./audio/audacity/audacity";
import { manifest } from "./audio/manifest/manifest";
import { regionTable } from "./audio/region-table/region-table";
import { rttm } from "./audio/rttm/rttm";
import { srt } from "./audio/srt/srt";
import { textgrid } from "./audio/textgrid/textgrid";
import { webvtt } from "./audio/webvtt/webvtt";
import { coco } from "./coco/coco";
import { conll } from "./conll/conll";
import { doccano } from "./doccano/doccano";
import { files } from "./files/files";
import type { Format } from "./format";
import { labelStudio } from "./label-studio/label-studio";
import { prodigy } from "./prodigy/prodigy";
import { table } from "./table/table";
import { darknet } from "./yolo/darknet";
import { yolo } from "./yolo/ultralytics";

/** Every format that Trazo reads or writes. A new one is a folder and a line here. */
export const FORMATS: readonly Format[] = [
  coco,
  yolo,
  darknet,
  conll,
  doccano,
  prodigy,
  labelStudio,
  audacity,
  textgrid,
  webvtt,
  srt,
  rttm,
  manifest,
  regionTable,
  table,
  files,
];

export function findFormat(id: string): Format | null {
  return FORMATS.find((format) => format.id === id) ?? null;
}
