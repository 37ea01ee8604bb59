/** Small tokenizer.json files of every kind that models for tagging have. */

const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789éüñ日本語"];

function whole(parts: Record<string, unknown>): string {
  return JSON.stringify({
    version: "1.0",
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    ...parts,
  });
}

const numbered = (tokens: readonly string[]) =>
  Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));

/** All 256 characters that stand for bytes. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte);
const isPrintable = (byte: number) =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
const BYTE_CHARACTERS = [
  ...BYTES.filter(isPrintable),
  ...BYTES.filter((byte) => !isPrintable(byte)).map((_, index) => 0x100 + index),
].map((code) => String.fromCharCode(code));

/** GPT-2 and RoBERTa: bytes, merged; a space belongs to the word behind it. */
export const BYTE_LEVEL = whole({
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
  post_processor: {
    type: "RobertaProcessing",
    sep: ["</s>", 257],
    cls: ["<s>", 256],
    trim_offsets: true,
    add_prefix_space: false,
  },
  decoder: { type: "ByteLevel" },
  model: {
    type: "BPE",
    unk_token: null,
    merges: ["w o", "r d", "Ġ wo", "Ġwo rd", "ð Ł"],
    vocab: numbered([...BYTE_CHARACTERS, "<s>", "</s>", "wo", "rd", "Ġwo", "Ġword", "ðŁ"]),
  },
});

/** The same, with a space put before the first word. */
export const BYTE_LEVEL_PREFIXED = BYTE_LEVEL.replace(
  '"add_prefix_space":false,"trim_offsets":true},"post',
  '"add_prefix_space":true,"trim_offsets":true},"post',
);

/** XLM-RoBERTa and its like: SentencePiece, compatibility forms, unknown characters fused. */
export const UNIGRAM = whole({
  normalizer: {
    type: "Sequence",
    normalizers: [{ type: "Precompiled", precompiled_charsmap: "" }],
  },
  pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always" },
  model: {
    type: "Unigram",
    unk_id: 0,
    vocab: [
      ["<unk>", 0],
      ["▁", -3],
      ["▁word", -2],
      ["fi", -4],
      ...LETTERS.map((letter) => [letter, -8]),
    ],
  },
});

/** Llama's way: no pieces at all, blanks written as ▁, bytes where a character is not known. */
export const BYTE_FALLBACK = whole({
  normalizer: {
    type: "Sequence",
    normalizers: [
      { type: "Prepend", prepend: "▁" },
      { type: "Replace", pattern: { String: " " }, content: "▁" },
    ],
  },
  model: {
    type: "BPE",
    unk_token: "<unk>",
    fuse_unk: true,
    byte_fallback: true,
    merges: ["w o", "r d", "wo rd", "▁ word"],
    vocab: numbered([
      "<unk>",
      ...BYTES.map((byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`),
      "▁",
      ...LETTERS,
      "wo",
      "rd",
      "word",
      "▁word",
    ]),
  },
});

/** BERT, cased: words by blanks and punctuation, ## for what goes on. */
export const WORD_PIECE = whole({
  normalizer: {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: false,
  },
  pre_tokenizer: { type: "BertPreTokenizer" },
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab: numbered(["[UNK]", ...LETTERS, ...LETTERS.map((letter) => `##${letter}`), "word", "#"]),
  },
});

/** Lower case by NFKC, accents off, blanks trimmed: a chain that changes lengths everywhere. */
export const NORMALISED = whole({
  normalizer: {
    type: "Sequence",
    normalizers: [
      { type: "Strip", strip_left: true, strip_right: true },
      { type: "NFKD" },
      { type: "StripAccents" },
      { type: "Lowercase" },
    ],
  },
  pre_tokenizer: { type: "Whitespace" },
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    vocab: numbered(["[UNK]", ...LETTERS, ...LETTERS.map((letter) => `##${letter}`), "word"]),
  },
});

export const TOKENIZERS = {
  BYTE_LEVEL,
  BYTE_LEVEL_PREFIXED,
  UNIGRAM,
  BYTE_FALLBACK,
  WORD_PIECE,
  NORMALISED,
};
