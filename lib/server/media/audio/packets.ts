import { type DecodedBlock, FILE_START, type OpenedAudio } from "./decoded-block";
import type { PacketDecoder, PacketOutput } from "./libav";

const PACKETS_AT_A_TIME = 64;

/** What a container holds, in its order. */
export type Packet = {
  data: Uint8Array;
  /** See `SeekPoint`. */
  at: number;
  durationS: number;
};

export type PacketDecoding = {
  packets: AsyncIterable<Packet>;
  decoder: PacketDecoder;
  /** Packets at the beginning that give nothing, as it has to be. */
  silentPackets: number;
  warnings: OpenedAudio["warnings"];
};

type Waiting = { packet: number; at: number; durationS: number };

/** One block per packet, also of a damaged one (silence), so that what follows stays in its place. Closes the decoder. */
export async function* decodePackets(decoding: PacketDecoding): AsyncGenerator<DecodedBlock> {
  const { packets, decoder, silentPackets, warnings } = decoding;
  const waiting: Waiting[] = [];
  let place = FILE_START;
  let previous: Pick<DecodedBlock, "channels" | "sampleRate"> | null = null;
  function* take(outputs: readonly PacketOutput[]): Generator<DecodedBlock> {
    for (const { packet, channels, sampleRate } of outputs) {
      // A packet may give more than one frame: only the first of them finds it waiting.
      while (waiting[0] && waiting[0].packet <= packet) {
        const next = waiting.shift();
        if (next?.packet === packet) place = next.at;
        else if (next && previous) yield silence(next, previous);
        if (next?.packet !== packet) warnings.add("damaged");
      }
      if (previous && previous.channels.length !== channels.length) {
        warnings.add("damaged");
        continue;
      }
      previous = { channels, sampleRate };
      yield { channels, sampleRate, at: place };
    }
  }
  try {
    let number = 0;
    let batch: { packet: number; data: Uint8Array }[] = [];
    for await (const { data, at, durationS } of packets) {
      if (number >= silentPackets) waiting.push({ packet: number, at, durationS });
      batch.push({ packet: number, data });
      number += 1;
      if (batch.length < PACKETS_AT_A_TIME) continue;
      yield* take(await decoder.decode(batch));
      batch = [];
    }
    if (batch.length > 0) yield* take(await decoder.decode(batch));
    yield* take(await decoder.decode([]));
    if (waiting.length > 0) warnings.add("damaged");
  } finally {
    await decoder.close();
  }
}

function silence(
  { at, durationS }: Waiting,
  { channels, sampleRate }: Pick<DecodedBlock, "channels" | "sampleRate">,
): DecodedBlock {
  const length = Math.round(durationS * sampleRate);
  return { channels: channels.map(() => new Float32Array(length)), sampleRate, at };
}
