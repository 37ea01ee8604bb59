/**
 * The power spectrum of real signals, for spectrograms. `size` is a power of two from 4 on. The answer maps `size` windowed
 * samples (Hann) to `size / 2` powers, from 0 Hz up to half the sample rate, where a sine of full scale gives 1. The array
 * that it returns is used again by the next call.
 */
export function createPowerSpectrum(
  size: number,
): (samples: ArrayLike<number>, offset?: number) => Float32Array {
  const half = size / 2;
  const window = Float64Array.from(
    { length: size },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size),
  );
  const re = new Float64Array(half);
  const im = new Float64Array(half);
  const order = bitReversed(half);
  const cos = Float64Array.from({ length: half }, (_, i) => Math.cos((-2 * Math.PI * i) / size));
  const sin = Float64Array.from({ length: half }, (_, i) => Math.sin((-2 * Math.PI * i) / size));
  const power = new Float32Array(half);
  // A sine of full scale under a Hann window has a quarter of `size` as its magnitude.
  const scale = 16 / (size * size);

  return (samples, offset = 0) => {
    // Two real samples make one complex number: half of the work of a complex transform.
    for (let i = 0; i < half; i += 1) {
      const at = order[i] ?? 0;
      const n = 2 * i;
      re[at] = (samples[offset + n] ?? 0) * (window[n] ?? 0);
      im[at] = (samples[offset + n + 1] ?? 0) * (window[n + 1] ?? 0);
    }
    transform({ re, im, cos, sin });
    for (let k = 0; k < half; k += 1) {
      const mirrored = (half - k) % half;
      const evenRe = ((re[k] ?? 0) + (re[mirrored] ?? 0)) / 2;
      const evenIm = ((im[k] ?? 0) - (im[mirrored] ?? 0)) / 2;
      const oddRe = ((im[k] ?? 0) + (im[mirrored] ?? 0)) / 2;
      const oddIm = ((re[mirrored] ?? 0) - (re[k] ?? 0)) / 2;
      const c = cos[k] ?? 0;
      const s = sin[k] ?? 0;
      const real = evenRe + oddRe * c - oddIm * s;
      const imaginary = evenIm + oddRe * s + oddIm * c;
      power[k] = (real * real + imaginary * imaginary) * scale;
    }
    return power;
  };
}

type Arrays = { re: Float64Array; im: Float64Array; cos: Float64Array; sin: Float64Array };

/** In place, of numbers in bit-reversed order. `cos` and `sin` are those of twice as many points. */
function transform({ re, im, cos, sin }: Arrays): void {
  const n = re.length;
  for (let span = 1; span < n; span *= 2) {
    const step = n / span;
    for (let start = 0; start < n; start += 2 * span) {
      for (let k = 0; k < span; k += 1) {
        const c = cos[k * step] ?? 0;
        const s = sin[k * step] ?? 0;
        const a = start + k;
        const b = a + span;
        const bRe = re[b] ?? 0;
        const bIm = im[b] ?? 0;
        const turnedRe = bRe * c - bIm * s;
        const turnedIm = bRe * s + bIm * c;
        const aRe = re[a] ?? 0;
        const aIm = im[a] ?? 0;
        re[b] = aRe - turnedRe;
        im[b] = aIm - turnedIm;
        re[a] = aRe + turnedRe;
        im[a] = aIm + turnedIm;
      }
    }
  }
}

function bitReversed(length: number): Uint32Array {
  const order = new Uint32Array(length);
  for (let i = 1; i < length; i += 1) {
    order[i] = ((order[i >> 1] ?? 0) >> 1) | (i & 1 ? length >> 1 : 0);
  }
  return order;
}
