import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { writeOnnx } from "./onnx-writer";

export const TINY_TEXT_TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

/** The words it knows, by the tag that they have. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  "B-PER": ["ada", "alan", "grace", "josé"],
  "I-PER": ["lovelace", "turing", "hopper", "garcía"],
  "B-LOC": ["london", "madrid", "paris", "new", "東"],
  "I-LOC": ["york", "京"],
};
const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz0123456789"];
/** Of the tag that a word has, against 0 of the others: a probability of 0.95. */
const LOGIT = 4.33;

export type TinyTextModel = {
  onnx: Uint8Array<ArrayBuffer>;
  tokenizer: string;
  tags: readonly string[];
};

/**
 * A model that tags a handful of names, for tests and for trying out how one brings a model: an embedding for each
 * subword and one layer over it, with the tokenizer.json of a small WordPiece vocabulary.
 */
export function tinyTextModel(): TinyTextModel {
  const vocabulary = [
    ...SPECIAL,
    ...LETTERS,
    ...LETTERS.map((letter) => `##${letter}`),
    ...[...".,;:!?'\"()-"],
    // As the normaliser leaves them: lower case, accents stripped.
    ...Object.values(WORDS).flat().map(withoutAccents),
  ];
  const size = TINY_TEXT_TAGS.length;
  const embedding = new Float32Array(vocabulary.length * size);
  for (const [id, token] of vocabulary.entries()) {
    const tag = Object.entries(WORDS).find(([, words]) =>
      words.some((word) => withoutAccents(word) === token),
    )?.[0];
    embedding[id * size + TINY_TEXT_TAGS.indexOf(tag ?? "O")] = 1;
  }
  const layer = Float32Array.from({ length: size * size }, (_, index) =>
    index % (size + 1) === 0 ? LOGIT : 0,
  );
  const onnx = writeOnnx({
    name: "tiny-text",
    producer: "trazo",
    opset: 13,
    inputs: [
      { name: "input_ids", type: "int64", dims: ["batch", "sequence"] },
      { name: "attention_mask", type: "int64", dims: ["batch", "sequence"] },
    ],
    outputs: [{ name: "logits", type: "float32", dims: ["batch", "sequence", size] }],
    initializers: [
      { name: "embedding", type: "float32", dims: [vocabulary.length, size], data: embedding },
      { name: "layer", type: "float32", dims: [size, size], data: layer },
      { name: "last", type: "int64", dims: [1], data: BigInt64Array.of(-1n) },
    ],
    nodes: [
      { op: "Gather", inputs: ["embedding", "input_ids"], outputs: ["embedded"] },
      { op: "MatMul", inputs: ["embedded", "layer"], outputs: ["tagged"] },
      {
        op: "Cast",
        inputs: ["attention_mask"],
        outputs: ["mask"],
        attributes: [{ name: "to", int: 1 }],
      },
      { op: "Unsqueeze", inputs: ["mask", "last"], outputs: ["wide"] },
      { op: "Mul", inputs: ["tagged", "wide"], outputs: ["logits"] },
    ],
    metadata: { id2label: JSON.stringify(TINY_TEXT_TAGS) },
  });
  return {
    onnx: new Uint8Array(onnx),
    tokenizer: JSON.stringify(tokenizerJson(vocabulary), null, 1),
    tags: TINY_TEXT_TAGS,
  };
}

function withoutAccents(word: string): string {
  return word.normalize("NFD").replaceAll(/\p{Mn}/gu, "");
}

function tokenizerJson(vocabulary: readonly string[]) {
  const special = (content: string) => ({ SpecialToken: { id: content, type_id: 0 } });
  const ids = (content: string) => ({
    id: content,
    ids: [vocabulary.indexOf(content)],
    tokens: [content],
  });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [special("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, special("[SEP]")],
      pair: [],
      special_tokens: { "[CLS]": ids("[CLS]"), "[SEP]": ids("[SEP]") },
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  };
}

/** Writes model, tokenizer and tags into a folder: `npx tsx scripts/models/make-tiny-text.ts <folder>`. */
async function main(folder: string): Promise<void> {
  const { onnx, tokenizer, tags } = tinyTextModel();
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "tiny-text.onnx"), onnx);
  await writeFile(path.join(folder, "tokenizer.json"), tokenizer);
  await writeFile(path.join(folder, "tiny-text-classes.txt"), `${tags.join("\n")}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv[2] ?? "data/tiny-models");
}
