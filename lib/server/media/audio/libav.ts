import { createRequire } from "node:module";
import type { Frame, LibAV, LibAVSync, LibAVWrapper } from "@libav.js/variant-fat";
import { blamingFile } from "./audio-problem";
import { quietly } from "./quietly";

/*
 * The only user of libav.js: FFmpeg's decoders in WebAssembly. It is loaded from node_modules as it was published (LGPL: it
 * must stay replaceable), never bundled.
 */

const MEDIA_TYPE_AUDIO = 1;
const LOG_QUIET = -8;
/** FFmpeg reads a little behind what it is given. */
const PADDING_BYTES = 64;
/** AVSampleFormat: unsigned 8, signed 16 and 32, float, double; then the same with a plane per channel. */
const FORMATS = ["u8", "s16", "s32", "f32", "f64"] as const;

export const LIBAV_DECODERS = {
  aac: "aac",
  opus: "libopus",
  vorbis: "libvorbis",
  flac: "flac",
} as const;
export type LibavCodec = keyof typeof LIBAV_DECODERS;

/** What came out of one packet. */
export type PacketOutput = {
  /** Number of the packet, as given. */
  packet: number;
  channels: Float32Array[];
  sampleRate: number;
};

export type PacketDecoder = {
  /** Numbered packets; an empty list at the end gives what is left. A damaged one gives nothing. */
  decode(packets: readonly { packet: number; data: Uint8Array }[]): Promise<PacketOutput[]>;
  close(): Promise<void>;
};

let shared: Promise<LibAV & LibAVSync> | null = null;

/** One for each thread: an instance takes some 20 MB. */
function libav(): Promise<LibAV & LibAVSync> {
  shared ??= (async () => {
    const require = createRequire(import.meta.url);
    const wrapper: LibAVWrapper = require("@libav.js/variant-fat");
    const instance = await wrapper.LibAV({ noworker: true, nothreads: true });
    await instance.av_log_set_level(LOG_QUIET);
    return instance;
  })();
  return shared;
}

export async function openPacketDecoder(options: {
  codec: LibavCodec;
  /** What the container tells the decoder before the first packet. */
  setup: Uint8Array | null;
  sampleRate: number;
  channels: number;
}): Promise<PacketDecoder> {
  const { codec, setup, sampleRate, channels } = options;
  const av = await libav();
  const parameters = await av.avcodec_parameters_alloc();
  await av.AVCodecParameters_codec_type_s(parameters, MEDIA_TYPE_AUDIO);
  await av.AVCodecParameters_sample_rate_s(parameters, sampleRate);
  await av.AVCodecParameters_channel_layoutmask_s(parameters, layoutOf(channels));
  if (setup) {
    // Freed with the parameters.
    const pointer = await av.malloc(setup.length + PADDING_BYTES);
    await av.copyin_u8(pointer, setup);
    await av.AVCodecParameters_extradata_s(parameters, pointer);
    await av.AVCodecParameters_extradata_size_s(parameters, setup.length);
  }
  const [, context, packet, frame] = await blamingFile(() =>
    av.ff_init_decoder(LIBAV_DECODERS[codec], parameters),
  );
  await av.avcodec_parameters_free_js(parameters);
  return {
    async decode(packets) {
      const given = packets.map(({ packet: pts, data }) => ({
        ...{ data, pts, ptshi: 0, dts: pts, dtshi: 0 },
        ...{ stream_index: 0, flags: 0, duration: 0, durationhi: 0 },
      }));
      const isEnd = given.length === 0;
      const config = { fin: isEnd, ignoreErrors: true };
      const frames = await blamingFile(() =>
        quietly(() => av.ff_decode_multi(context, packet, frame, given, config)),
      );
      return frames.map(toOutput);
    },
    close: () => av.ff_free_decoder(context, packet, frame),
  };
}

/** FFmpeg's usual layouts: a mask with as many bits as channels. */
function layoutOf(channels: number): number {
  const layouts = [0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f];
  return layouts[channels - 1] ?? 0x3;
}

function toOutput(frame: Frame): PacketOutput {
  const { format, nb_samples: count = 0, sample_rate: sampleRate = 0, pts = 0 } = frame;
  const isPlanar = format >= FORMATS.length;
  const kind = FORMATS[format % FORMATS.length];
  const planes: ArrayLike<number>[] = isPlanar ? frame.data : [frame.data];
  const total = isPlanar ? planes.length : (planes[0]?.length ?? 0) / Math.max(1, count);
  const scale = kind === "u8" ? 128 : kind === "s16" ? 0x8000 : kind === "s32" ? 0x8000_0000 : 1;
  const middle = kind === "u8" ? 128 : 0;
  const channels = Array.from({ length: total }, (_, c) => {
    const source = planes[isPlanar ? c : 0] ?? [];
    const step = isPlanar ? 1 : total;
    const samples = new Float32Array(count);
    for (let i = 0, at = isPlanar ? 0 : c; i < count; i += 1, at += step) {
      samples[i] = ((source[at] ?? 0) - middle) / scale;
    }
    return samples;
  });
  return { packet: pts, channels, sampleRate };
}
