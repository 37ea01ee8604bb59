/** Half of the window, in zero crossings of its sine: above, speech models hear no difference. */
const ZERO_CROSSINGS = 16;
/** Of the lower of the two rates' halves: what lies above is damped. */
const PASSED = 0.94;
/** Shape of the Kaiser window: about 90 dB. */
const BETA = 9;

export type Resampler = {
  /** Samples of the source that are needed around the span of the result, `first` included, `end` not. */
  needs(first: number, end: number): { first: number; end: number };
  /** Samples `first` to `end` of the result; `source` begins at sample `sourceFirst` of the recording. */
  read(first: number, end: number, source: Float32Array, sourceFirst: number): Float32Array;
};

/**
 * Changes the sample rate by a windowed sinc. Sample `n` of either is at `n / rate` seconds, so pieces that were made one by
 * one fit together exactly.
 */
export function createResampler(sourceRate: number, rate: number): Resampler {
  if (sourceRate === rate) {
    return {
      needs: (first, end) => ({ first, end }),
      read: (first, end, source, sourceFirst) =>
        source.slice(first - sourceFirst, end - sourceFirst),
    };
  }
  // Result sample n lies at n * up / down of the source; its place between two of them has so many values.
  const divisor = gcd(sourceRate, rate);
  const up = sourceRate / divisor;
  const down = rate / divisor;
  const cutoff = PASSED * Math.min(1, rate / sourceRate);
  const reach = Math.ceil(ZERO_CROSSINGS / cutoff);
  const kernels = new Map<number, Float32Array>();

  function kernelAt(phase: number): Float32Array {
    const known = kernels.get(phase);
    if (known) return known;
    const made = kernel(phase / down, { cutoff, reach });
    kernels.set(phase, made);
    return made;
  }

  return {
    needs: (first, end) => ({
      first: Math.floor((first * up) / down) - reach + 1,
      end: Math.floor((Math.max(first, end - 1) * up) / down) + reach + 1,
    }),
    read(first, end, source, sourceFirst) {
      const result = new Float32Array(end - first);
      for (let n = first; n < end; n += 1) {
        const place = n * up;
        const weights = kernelAt(place % down);
        const start = Math.floor(place / down) - reach + 1 - sourceFirst;
        let sum = 0;
        for (let k = 0; k < weights.length; k += 1) {
          sum += (weights[k] ?? 0) * (source[start + k] ?? 0);
        }
        result[n - first] = sum;
      }
      return result;
    },
  };
}

/** Weights of the samples around a place that is `offset` (0..1) behind one of them; their sum is 1. */
function kernel(
  offset: number,
  { cutoff, reach }: { cutoff: number; reach: number },
): Float32Array {
  const weights = new Float32Array(2 * reach);
  let sum = 0;
  for (let k = 0; k < weights.length; k += 1) {
    const distance = k - reach + 1 - offset;
    const weight = sinc(distance * cutoff) * kaiser(distance / reach);
    weights[k] = weight;
    sum += weight;
  }
  return weights.map((weight) => weight / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
}

/** Modified Bessel function of order zero, by its series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
