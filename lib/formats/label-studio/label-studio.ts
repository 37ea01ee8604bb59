import type { Format } from "../format";
import { detectLabelStudio } from "./detect-label-studio";
import { readLabelStudio } from "./read-label-studio";
import { labelStudioCarries, writeLabelStudio } from "./write-label-studio";

/** Tasks of texts and of recordings. */
export const labelStudio: Format = {
  id: "label-studio",
  name: "Label Studio JSON",
  media: ["text", "audio"],
  carries: labelStudioCarries,
  detect: detectLabelStudio,
  read: readLabelStudio,
  write: writeLabelStudio,
};
