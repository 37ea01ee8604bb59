import type { MediaSpec } from "./media";

/** Bytes that `sniff` wants to see; fewer are fine but recognise less. */
export const AUDIO_HEAD_BYTES = 64;

export const audioMedia: MediaSpec<"audio"> = {
  kind: "audio",
  geometries: ["interval", "whole"],
  unit: "s",
  extensions: {
    wav: "audio/wav",
    wave: "audio/wav",
    mp3: "audio/mpeg",
    flac: "audio/flac",
    ogg: "audio/ogg",
    oga: "audio/ogg",
    opus: "audio/ogg",
    m4a: "audio/mp4",
    mp4: "audio/mp4",
    aac: "audio/aac",
    webm: "audio/webm",
    weba: "audio/webm",
  },
  sniff(head) {
    const text = (start: number, end: number) => String.fromCharCode(...head.subarray(start, end));
    const riff = text(0, 4);
    if (/^(RIFF|RF64|BW64)$/.test(riff) && text(8, 12) === "WAVE") return "audio/wav";
    if (text(0, 4) === "fLaC") return "audio/flac";
    if (text(0, 4) === "OggS") return "audio/ogg";
    if (text(4, 8) === "ftyp" && !/avif|avis|mif1|miaf|heic/.test(text(8, 32))) return "audio/mp4";
    if (text(0, 4) === "\x1a\x45\xdf\xa3") return "audio/webm";
    if (text(0, 3) === "ID3") return "audio/mpeg";
    const [first = 0, second = 0, third = 0] = head;
    // A frame begins with eleven ones; layer bits 00 mark ADTS, which carries AAC, and 01 layer III.
    if (first === 0xff && (second & 0xf6) === 0xf0) return "audio/aac";
    const isLayer3 = (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08;
    if (first === 0xff && isLayer3 && (third & 0xf0) !== 0xf0) return "audio/mpeg";
    return null;
  },
};
