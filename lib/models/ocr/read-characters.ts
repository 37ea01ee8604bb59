export type Reading = { text: string; score: number };

/**
 * The characters that a recogniser can read, by class: 0 is “nothing here”, then the lines of the dictionary,
 * then, where there is one class more, the space.
 * @throws Error when the dictionary does not belong to the model.
 */
export function characterClasses(dictionary: string, classCount: number): string[] {
  const lines = dictionary.replace(/\r?\n$/, "").split(/\r?\n/);
  const missing = classCount - 1 - lines.length;
  if (missing !== 0 && missing !== 1) {
    throw new Error(
      `The dictionary has ${lines.length} characters and the model reads ${classCount - 1}: they do not belong together.`,
    );
  }
  return ["", ...lines, ...(missing === 1 ? [" "] : [])];
}

/**
 * The likeliest reading of each strip of a batch: of every step the best class, without repetitions and blanks.
 * `data` is [strips, steps, classes]; the score is the mean probability of what is left.
 */
export function readCharacters(
  { data, dims }: { data: Float32Array; dims: readonly number[] },
  characters: readonly string[],
): Reading[] {
  const [strips = 0, steps = 0, classes = 0] = dims;
  return Array.from({ length: strips }, (_, strip) => {
    let text = "";
    let sum = 0;
    let count = 0;
    let before = 0;
    for (let step = 0; step < steps; step++) {
      const from = (strip * steps + step) * classes;
      const best = indexOfLargest(data, from, classes);
      if (best !== 0 && best !== before) {
        text += characters[best] ?? "";
        sum += data[from + best] ?? 0;
        count += 1;
      }
      before = best;
    }
    return { text: text.trim(), score: count === 0 ? 0 : Math.min(1, sum / count) };
  });
}

function indexOfLargest(data: Float32Array, from: number, length: number): number {
  let best = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < length; index++) {
    const value = data[from + index] ?? 0;
    if (value > largest) {
      largest = value;
      best = index;
    }
  }
  return best;
}
