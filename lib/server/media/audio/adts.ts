import { AudioProblem } from "./audio-problem";
import type { OpenedAudio } from "./decoded-block";
import type { FileWindow } from "./file-window";
import { openPacketDecoder } from "./libav";
import { afterId3 } from "./mpeg-frames";
import { decodePackets, type Packet } from "./packets";

/* AAC as a bare chain of frames (ADTS): there is no table of contents, and no word about the encoder's delay. */

const RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
  7_350,
];
const FRAME_SAMPLES = 1_024;
const HEAD_BYTES = 7;
/** Garbage longer than this between frames is no ADTS. */
const MAX_GAP_BYTES = 1024 * 1024;
/** The filter bank overlaps by a frame; the doubling of the rate (HE-AAC) looks back further. */
const PREROLL_FRAMES = 4;

type AdtsHeader = { length: number; sampleRate: number; channels: number };

/** Throws AudioProblem `corrupt`. */
export async function openAdts(file: FileWindow): Promise<OpenedAudio> {
  const start = await afterId3(file);
  const first = await findFrame(file, start);
  if (!first) throw new AudioProblem("corrupt", "There is no frame of AAC in the file.");
  const { sampleRate, channels } = first.header;
  const warnings: OpenedAudio["warnings"] = new Set();
  return {
    codec: "aac",
    warnings,
    skip: () => 0,
    limit: () => null,
    promised: null,
    ...{ prerollBlocks: PREROLL_FRAMES, lostBlocks: 0 },
    async *blocks(from) {
      const begin = from === undefined || from < 0 ? first.at : from;
      const decoder = await openPacketDecoder({ codec: "aac", setup: null, sampleRate, channels });
      const packets = frames(file, { begin, warnings });
      yield* decodePackets({ packets, decoder, silentPackets: 0, warnings });
    },
    close: () => file.close(),
  };
}

async function* frames(
  file: FileWindow,
  { begin, warnings }: { begin: number; warnings: OpenedAudio["warnings"] },
): AsyncGenerator<Packet> {
  for (let position = begin; position < file.sizeBytes; ) {
    const found = await findFrame(file, position);
    // Tags stand behind the sound.
    const isTag = /^(TAG|ID3|APE)/.test((await file.read(position, 3)).toString("latin1"));
    if (isTag) return;
    if (!found || found.at > position) warnings.add("damaged");
    if (!found) return;
    const { at, header } = found;
    // Packets wait for their batch, the window moves on.
    const data = Uint8Array.from(await file.read(at, header.length));
    yield { data, at, durationS: FRAME_SAMPLES / header.sampleRate };
    position = at + header.length;
  }
}

/** The next frame that is followed by another one, or by the end of the file. */
async function findFrame(
  file: FileWindow,
  from: number,
): Promise<{ at: number; header: AdtsHeader } | null> {
  const end = Math.min(file.sizeBytes, from + MAX_GAP_BYTES) - HEAD_BYTES;
  for (let at = from; at <= end; at += 1) {
    const header = readHeader(await file.read(at, HEAD_BYTES));
    if (!header) continue;
    const next = at + header.length;
    if (next === file.sizeBytes) return { at, header };
    if (next > file.sizeBytes) continue;
    const following = await file.read(next, HEAD_BYTES);
    if (readHeader(following) || /^(TAG|ID3|APE)/.test(following.toString("latin1", 0, 3))) {
      return { at, header };
    }
    // Damage may begin right behind a whole frame: where one was expected, it counts.
    if (at === from && from > 0) return { at, header };
  }
  return null;
}

function readHeader(bytes: Uint8Array): AdtsHeader | null {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0] = bytes;
  if (b0 !== 0xff || (b1 & 0xf6) !== 0xf0 || bytes.length < HEAD_BYTES) return null;
  const sampleRate = RATES[(b2 >> 2) & 15];
  const length = ((b3 & 3) << 11) | (b4 << 3) | (b5 >> 5);
  if (sampleRate === undefined || length <= HEAD_BYTES) return null;
  const configuration = ((b2 & 1) << 2) | (b3 >> 6);
  const channels = configuration === 7 ? 8 : configuration;
  return { length, sampleRate, channels: channels || 2 };
}
