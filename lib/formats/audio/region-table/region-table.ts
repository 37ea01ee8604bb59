import type { Format } from "../../format";
import { detectRegionTable, readRegionTable } from "./read-region-table";
import { writeRegionTable } from "./write-region-table";

export const regionTable: Format = {
  id: "region-table",
  name: "Table of regions (CSV)",
  media: ["audio"],
  carries: {
    geometries: ["interval", "whole"],
    attributes: true,
    texts: true,
    scores: true,
    groups: true,
    order: false,
    emptyItems: true,
    ids: true,
  },
  detect: detectRegionTable,
  read: readRegionTable,
  write: writeRegionTable,
};
