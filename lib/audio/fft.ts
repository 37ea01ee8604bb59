/** Turns two real frames at once into their powers: one is carried as the imaginary part of the other. */
export interface PairedFft {
  readonly size: number;
  /**
   * Adds the powers of `a` and `b` (each `size` long) to `powerA` and `powerB` (each `size / 2` long). A sine of amplitude 1
   * that went through `hannWindow` gives a power of 1.
   */
  addPowers(frames: { a: Float64Array; b: Float64Array }, powers: Powers): void;
}
export type Powers = { a: Float64Array; b: Float64Array };

/** `size` is a power of two. */
export function createPairedFft(size: number): PairedFft {
  if (size < 4 || (size & (size - 1)) !== 0) throw new RangeError(`${size} is no power of two.`);
  const cosines = new Float64Array(size / 2);
  const sines = new Float64Array(size / 2);
  for (let i = 0; i < size / 2; i += 1) {
    cosines[i] = Math.cos((2 * Math.PI * i) / size);
    sines[i] = Math.sin((2 * Math.PI * i) / size);
  }
  const reversed = bitReversal(size);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  // The Hann window sums to half the size, and half of a sine's amplitude stands at the negative frequency.
  const scale = (4 / size) ** 2;

  function transform(): void {
    for (let half = 1; half < size; half *= 2) {
      const step = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k += 1) {
          const cos = cosines[k * step] ?? 0;
          const sin = sines[k * step] ?? 0;
          const low = start + k;
          const high = low + half;
          const highReal = real[high] ?? 0;
          const highImaginary = imaginary[high] ?? 0;
          const turnedReal = highReal * cos + highImaginary * sin;
          const turnedImaginary = highImaginary * cos - highReal * sin;
          const lowReal = real[low] ?? 0;
          const lowImaginary = imaginary[low] ?? 0;
          real[high] = lowReal - turnedReal;
          imaginary[high] = lowImaginary - turnedImaginary;
          real[low] = lowReal + turnedReal;
          imaginary[low] = lowImaginary + turnedImaginary;
        }
      }
    }
  }

  return {
    size,
    addPowers({ a, b }, powers) {
      for (let i = 0; i < size; i += 1) {
        const to = reversed[i] ?? 0;
        real[to] = a[i] ?? 0;
        imaginary[to] = b[i] ?? 0;
      }
      transform();
      for (let k = 0; k < size / 2; k += 1) {
        const mirror = (size - k) % size;
        const [re, im] = [real[k] ?? 0, imaginary[k] ?? 0];
        const [mirrorRe, mirrorIm] = [real[mirror] ?? 0, imaginary[mirror] ?? 0];
        const aRe = (re + mirrorRe) / 2;
        const aIm = (im - mirrorIm) / 2;
        const bRe = (im + mirrorIm) / 2;
        const bIm = (mirrorRe - re) / 2;
        powers.a[k] = (powers.a[k] ?? 0) + (aRe * aRe + aIm * aIm) * scale;
        powers.b[k] = (powers.b[k] ?? 0) + (bRe * bRe + bIm * bIm) * scale;
      }
    },
  };
}

export function hannWindow(size: number): Float64Array {
  return Float64Array.from(
    { length: size },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size),
  );
}

function bitReversal(size: number): Uint32Array {
  const bits = Math.log2(size);
  const reversed = new Uint32Array(size);
  for (let i = 0; i < size; i += 1) {
    let value = 0;
    for (let bit = 0; bit < bits; bit += 1) value = (value << 1) | ((i >> bit) & 1);
    reversed[i] = value;
  }
  return reversed;
}
