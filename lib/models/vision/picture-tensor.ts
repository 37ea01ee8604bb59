import type { PictureOptions } from "../model-options";
import type { Tensor } from "../tensor";
import { toFloat16 } from "./float16";
import type { PictureFrame } from "./picture-frame";
import type { PictureSlot } from "./picture-input";

/** RGBA, row-major. */
export type Pixels = { pixels: Uint8ClampedArray; width: number; height: number };

/**
 * The picture as the model takes it: resized into its frame by bilinear interpolation with half-pixel
 * centres and no smoothing, which is OpenCV's INTER_LINEAR; the rest of the frame filled.
 * Values are (v * scale - mean) / std; of a uint8 input rounded. Alpha is left out, as OpenCV does.
 */
export function pictureTensor(picture: Pixels, { frame, options, type }: TensorOptions): Tensor {
  const { width, height } = frame;
  const dims = options.layout === "nchw" ? [1, 3, height, width] : [1, height, width, 3];
  const length = 3 * width * height;
  const channels = channelsOf(options, width * height);
  if (type === "uint8") {
    const data = new Uint8ClampedArray(length);
    draw(picture, data, { frame, channels, fill: options.fill });
    return { type, dims, data: new Uint8Array(data.buffer) };
  }
  const data = new Float32Array(length);
  draw(picture, data, { frame, channels, fill: options.fill });
  if (type === "float16") return { type, dims, data: toFloat16(data) };
  return { type, dims, data };
}

type TensorOptions = {
  frame: PictureFrame;
  options: Pick<PictureOptions, "channels" | "layout" | "scale" | "mean" | "std" | "fill">;
  type: PictureSlot["type"];
};

/** Where red, green and blue go, and value * gain + bias of each. */
type Channels = {
  red: Channel;
  green: Channel;
  blue: Channel;
  /** From one pixel to the next. */
  step: number;
};
type Channel = { start: number; gain: number; bias: number };

function channelsOf(options: TensorOptions["options"], area: number): Channels {
  const isPlanar = options.layout === "nchw";
  const order = options.channels === "rgb" ? ([0, 1, 2] as const) : ([2, 1, 0] as const);
  const [red, green, blue] = order.map((place) => {
    const std = options.std[place] ?? 1;
    const mean = options.mean[place] ?? 0;
    return { start: isPlanar ? place * area : place, gain: options.scale / std, bias: -mean / std };
  });
  if (!red || !green || !blue) throw new TypeError("A picture has three channels.");
  return { red, green, blue, step: isPlanar ? 1 : 3 };
}

type Drawing = { frame: PictureFrame; channels: Channels; fill: number };

function draw(picture: Pixels, out: Float32Array | Uint8ClampedArray, drawing: Drawing): void {
  const { frame, channels, fill } = drawing;
  if (frame.drawnWidth !== frame.width || frame.drawnHeight !== frame.height) {
    fillAll(out, channels, fill);
  }
  const across = sampling(picture.width, frame.drawnWidth, 4);
  const down = sampling(picture.height, frame.drawnHeight, picture.width * 4);
  for (let y = 0; y < frame.drawnHeight; y++) {
    drawRow(picture.pixels, out, {
      across,
      channels,
      above: down.first[y] ?? 0,
      below: down.second[y] ?? 0,
      shareBelow: down.share[y] ?? 0,
      start: ((frame.top + y) * frame.width + frame.left) * channels.step,
    });
  }
}

type Row = {
  across: Sampling;
  channels: Channels;
  /** Where the two rows begin in the picture's bytes, and how much the second counts. */
  above: number;
  below: number;
  shareBelow: number;
  start: number;
};

/** Everything that is read in the loop is a local constant: this is most of what comes before a run. */
function drawRow(pixels: Uint8ClampedArray, out: Float32Array | Uint8ClampedArray, row: Row): void {
  const { above, below, shareBelow } = row;
  const { first, second, share } = row.across;
  const { red, green, blue, step } = row.channels;
  let r = row.start + red.start;
  let g = row.start + green.start;
  let b = row.start + blue.start;
  for (let x = 0; x < share.length; x++, r += step, g += step, b += step) {
    const left = first[x] ?? 0;
    const right = second[x] ?? 0;
    const shareRight = share[x] ?? 0;
    const p = above + left;
    const q = above + right;
    const s = below + left;
    const t = below + right;
    const ofT = shareRight * shareBelow;
    const ofS = shareBelow - ofT;
    const ofQ = shareRight - ofT;
    const ofP = 1 - shareRight - ofS;
    out[r] =
      ((pixels[p] ?? 0) * ofP +
        (pixels[q] ?? 0) * ofQ +
        (pixels[s] ?? 0) * ofS +
        (pixels[t] ?? 0) * ofT) *
        red.gain +
      red.bias;
    out[g] =
      ((pixels[p + 1] ?? 0) * ofP +
        (pixels[q + 1] ?? 0) * ofQ +
        (pixels[s + 1] ?? 0) * ofS +
        (pixels[t + 1] ?? 0) * ofT) *
        green.gain +
      green.bias;
    out[b] =
      ((pixels[p + 2] ?? 0) * ofP +
        (pixels[q + 2] ?? 0) * ofQ +
        (pixels[s + 2] ?? 0) * ofS +
        (pixels[t + 2] ?? 0) * ofT) *
        blue.gain +
      blue.bias;
  }
}

/** For each place drawn: the two places it lies between, times `stride`, and how much the second counts. */
type Sampling = { first: Int32Array; second: Int32Array; share: Float64Array };

function sampling(length: number, drawn: number, stride: number): Sampling {
  const first = new Int32Array(drawn);
  const second = new Int32Array(drawn);
  const share = new Float64Array(drawn);
  const step = length / drawn;
  for (let i = 0; i < drawn; i++) {
    // Centres lie on centres; what lies outside is the edge.
    const at = Math.min(Math.max((i + 0.5) * step - 0.5, 0), length - 1);
    const low = Math.floor(at);
    first[i] = low * stride;
    second[i] = Math.min(low + 1, length - 1) * stride;
    share[i] = at - low;
  }
  return { first, second, share };
}

function fillAll(out: Float32Array | Uint8ClampedArray, channels: Channels, fill: number): void {
  const { step } = channels;
  const area = out.length / 3;
  for (const { start, gain, bias } of [channels.red, channels.green, channels.blue]) {
    const value = fill * gain + bias;
    if (step === 1) out.fill(value, start, start + area);
    else for (let i = start; i < out.length; i += step) out[i] = value;
  }
}
