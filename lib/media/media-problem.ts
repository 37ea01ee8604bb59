/** Why a file cannot become an item, whatever its kind of media. Words for each are in the catalogue `upload`, under `reasons`. */
export const MEDIA_PROBLEMS = [
  "empty",
  "svg_refused",
  "not_an_image",
  "not_audio",
  "no_sound",
  "unsupported_codec",
  "too_long",
  "not_text",
  "unsupported_type",
  "truncated",
  "corrupt",
  "too_large_bytes",
  "too_many_pixels",
  "unreadable",
] as const;
export type MediaProblem = (typeof MEDIA_PROBLEMS)[number];
