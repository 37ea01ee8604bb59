/**
 * SHA-256 in lower-case hexadecimal. On a plain http address, as in a local network, browsers hide `crypto.subtle`; then
 * it is computed here (FIPS 180-4), some 100 MB a second.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  const digest = subtle
    ? new Uint8Array(await subtle.digest("SHA-256", bytes))
    : computeSha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const BLOCK_BYTES = 64;
const ROUNDS = 64;

export function computeSha256(bytes: Uint8Array): Uint8Array {
  const { state, constants } = initialValues();
  const words = new Int32Array(ROUNDS);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeBlocks = Math.floor(bytes.byteLength / BLOCK_BYTES);
  for (let block = 0; block < wholeBlocks; block += 1) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(block * BLOCK_BYTES + 4 * i);
    mix(state, words, constants);
  }
  const tail = lastBlocks(bytes.subarray(wholeBlocks * BLOCK_BYTES), bytes.byteLength);
  for (let block = 0; block < tail.byteLength; block += BLOCK_BYTES) {
    for (let i = 0; i < 16; i += 1) words[i] = tail.getInt32(block + 4 * i);
    mix(state, words, constants);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [i, word] of state.entries()) digest.setInt32(4 * i, word);
  return new Uint8Array(digest.buffer);
}

/** What does not fill a block, a one bit, zeros, and the length in bits. */
function lastBlocks(rest: Uint8Array, byteLength: number): DataView {
  const blocks = rest.byteLength + 9 > BLOCK_BYTES ? 2 : 1;
  const padded = new Uint8Array(blocks * BLOCK_BYTES);
  padded.set(rest);
  padded[rest.byteLength] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.byteLength - 8, BigInt(byteLength) * 8n);
  return view;
}

function mix(state: Int32Array, words: Int32Array, constants: Int32Array): void {
  const w = words;
  for (let i = 16; i < ROUNDS; i += 1) {
    const near = w[i - 2] ?? 0;
    const far = w[i - 15] ?? 0;
    const s0 = turned(far, 7) ^ turned(far, 18) ^ (far >>> 3);
    const s1 = turned(near, 17) ^ turned(near, 19) ^ (near >>> 10);
    w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < ROUNDS; i += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] ?? 0) + (w[i] ?? 0)) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] ?? 0) + word;
}

function turned(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of the fractions of square roots and cube roots of the first primes. */
function initialValues(): { state: Int32Array; constants: Int32Array } {
  const primes: number[] = [];
  for (let n = 2; primes.length < ROUNDS; n += 1) {
    if (primes.every((prime) => n % prime)) primes.push(n);
  }
  return {
    state: Int32Array.from(primes.slice(0, 8), (prime) => fraction(prime ** (1 / 2))),
    constants: Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
  };
}

function fraction(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}
