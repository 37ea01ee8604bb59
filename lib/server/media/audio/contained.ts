import {
  type EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  FLAC,
  Input,
  type InputAudioTrack,
  MP4,
  OGG,
  QTFF,
  WEBM,
} from "mediabunny";
import { AudioProblem, blamingFile } from "./audio-problem";
import { FILE_START, type OpenedAudio } from "./decoded-block";
import { LIBAV_DECODERS, type LibavCodec, openPacketDecoder } from "./libav";
import { decodePackets, type Packet } from "./packets";
import { quietly } from "./quietly";

/* FLAC, Ogg, MP4 and WebM: mediabunny finds the packets, libav.js decodes them. */

/** Blocks after which a decoder that began in the middle is right. Opus wants 80 ms (RFC 7845): four packets of the usual length. */
const PREROLL = { aac: 4, opus: 20, vorbis: 3, flac: 0 } as const;
/** Bytes of a FLAC stream's head before the block that its decoder wants, and the length of that. */
const STREAMINFO = { start: 8, length: 34 } as const;
const SEEK_TOLERANCE_S = 1e-5;

/** Throws AudioProblem `corrupt`, `no_sound` or `unsupported_codec`. */
export async function openContained(path: string): Promise<OpenedAudio> {
  const source = new FilePathSource(path, { maxCacheSize: 4 * 1024 * 1024 });
  const input = new Input({ source, formats: [FLAC, OGG, MP4, QTFF, WEBM] });
  try {
    return await blamingFile(() => quietly(() => openTrack(input)));
  } catch (error) {
    input.dispose();
    throw error;
  }
}

async function openTrack(input: Input): Promise<OpenedAudio> {
  const format = await input.getFormat();
  const tracks = await input.getAudioTracks();
  const [track] = tracks;
  const hasVideo = (await input.getVideoTracks()).length > 0;
  if (!track && format === OGG) {
    const message = "There is neither Vorbis nor Opus in this Ogg file.";
    throw new AudioProblem("unsupported_codec", message, { found: "Ogg" });
  }
  if (!track) {
    const message = hasVideo ? "There is only video in it, no sound." : "There is no sound in it.";
    throw new AudioProblem("no_sound", message);
  }
  const codec = await codecOf(track);
  const config = await track.getDecoderConfig();
  if (!config) throw new AudioProblem("corrupt", "The file does not say how to decode its sound.");
  const warnings: OpenedAudio["warnings"] = new Set();
  if (hasVideo) warnings.add("video_ignored");
  if (tracks.length > 1) warnings.add("first_track_only");
  const setup = setupOf(codec, bytesOf(config.description));
  const sink = new EncodedPacketSink(track);
  const first = await sink.getFirstPacket();
  if (!first) throw new AudioProblem("no_sound", "There is no sound in it: the track is empty.");
  // These say to the sample where the sound ends; the others end with their last packet.
  const isExact = format === MP4 || format === QTFF || format === OGG || format === FLAC;
  const endS = isExact ? await track.computeDuration() : null;
  // AAC may come out at twice the rate that the file names (HE-AAC): the first block knows.
  let rate = config.sampleRate;
  const skip = () =>
    codec === "opus" ? preSkipOf(config.description) : Math.round(-first.timestamp * rate);
  // The first packet of Vorbis only prepares the second.
  const lostBlocks = codec === "vorbis" ? 1 : 0;
  const options = { codec, setup, sampleRate: rate, channels: config.numberOfChannels };
  return {
    codec,
    warnings,
    skip: () => Math.max(0, skip()),
    limit: () => (endS === null ? null : Math.round(endS * rate)),
    promised: codec === "flac" ? flacSamples(config.description) : null,
    ...{ prerollBlocks: PREROLL[codec], lostBlocks },
    async *blocks(from = FILE_START) {
      const start = from === FILE_START ? first : await sink.getPacket(from + SEEK_TOLERANCE_S);
      const decoder = await openPacketDecoder(options);
      const packets = packetsOf(sink, start ?? first);
      const blocks = decodePackets({ packets, decoder, silentPackets: lostBlocks, warnings });
      for await (const block of blocks) {
        rate = block.sampleRate;
        yield block;
      }
    },
    close: async () => input.dispose(),
  };
}

async function codecOf(track: InputAudioTrack): Promise<LibavCodec> {
  const codec = await track.getCodec();
  if (codec && Object.hasOwn(LIBAV_DECODERS, codec)) return codec as LibavCodec;
  const internal = await track.getInternalCodecId();
  const found = codec ?? (typeof internal === "string" ? internal : "unknown");
  throw new AudioProblem("unsupported_codec", `Its sound is ${found}, which cannot be used.`, {
    found,
  });
}

async function* packetsOf(sink: EncodedPacketSink, start: EncodedPacket): AsyncGenerator<Packet> {
  const packets = sink.packets(start);
  for (;;) {
    const { value, done } = await blamingFile(() => packets.next());
    if (done || !value) return;
    yield { data: value.data, at: value.timestamp, durationS: value.duration };
  }
}

function setupOf(codec: LibavCodec, description: Uint8Array | null): Uint8Array | null {
  if (!description) return null;
  if (codec === "flac") {
    return description.slice(STREAMINFO.start, STREAMINFO.start + STREAMINFO.length);
  }
  const setup = Uint8Array.from(description);
  // The samples to skip are counted here, since a decoder that begins in the middle must not skip any.
  if (codec === "opus") setup.fill(0, 10, 12);
  return setup;
}

/** OpusHead, RFC 7845. */
function preSkipOf(description: AllowSharedBufferSource | undefined): number {
  const head = bytesOf(description);
  return (head?.[10] ?? 0) | ((head?.[11] ?? 0) << 8);
}

/** Total samples in STREAMINFO: 36 bits from its byte 13½ on; 0 means unknown. */
function flacSamples(description: AllowSharedBufferSource | undefined): number | null {
  const info = bytesOf(description)?.subarray(STREAMINFO.start);
  if (!info || info.length < STREAMINFO.length) return null;
  const [high = 0, b = 0, c = 0, d = 0, e = 0] = info.subarray(13, 18);
  const samples = (high & 15) * 2 ** 32 + b * 2 ** 24 + c * 2 ** 16 + d * 2 ** 8 + e;
  return samples > 0 ? samples : null;
}

function bytesOf(source: AllowSharedBufferSource | undefined): Uint8Array | null {
  if (!source) return null;
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
