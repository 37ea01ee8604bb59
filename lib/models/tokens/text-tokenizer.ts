import { Tokenizer } from "@huggingface/tokenizers";
import * as z from "zod/mini";
import { alignTexts, type Origins, throughOrigins } from "./align";
import { bytesToText, isByteLevel } from "./byte-level";
import { normaliseWithOrigins } from "./normalise";
import { subwordRanges } from "./subword-ranges";

/** Tokens of a text, without special ones. Ranges are UTF-16 indices; an empty one is a token that stands for nothing. */
export type TokenisedText = { ids: number[]; starts: number[]; ends: number[] };

/**
 * A tokenizer.json that also says where in the text its tokens are. A text that happens to spell a special token
 * (“[SEP]”) is taken as text.
 */
export interface TextTokenizer {
  tokenise(text: string): TokenisedText;
  /** What goes around a sequence, and what fills it up. */
  special: { before: readonly number[]; after: readonly number[]; pad: number };
}

const jsonSchema = z.looseObject({
  model: z.looseObject({
    type: z.optional(z.string()),
    continuing_subword_prefix: z.optional(z.nullable(z.string())),
    end_of_word_suffix: z.optional(z.nullable(z.string())),
    continuing_subword_suffix: z.optional(z.nullable(z.string())),
  }),
  added_tokens: z._default(
    z.array(z.looseObject({ id: z.int(), content: z.string(), special: z.optional(z.boolean()) })),
    [],
  ),
  normalizer: z._default(z.unknown(), null),
  pre_tokenizer: z._default(z.unknown(), null),
  post_processor: z._default(z.unknown(), null),
  decoder: z._default(z.unknown(), null),
});
type TokenizerJson = z.infer<typeof jsonSchema>;

/** Longer texts are taken apart before a blank, so that no step needs more than this at once. */
const PART_LENGTH = 4_096;
const PAD_TOKENS = ["[PAD]", "<pad>", "<|pad|>", "<|endoftext|>"];
/** Stands for a sequence where what goes around it is asked for. */
const SEQUENCE = "\u0000sequence";

/** @throws Error in words for a person when it is no tokenizer.json. */
export function openTokenizer(source: string): TextTokenizer {
  const json = parse(source);
  const tokenizer = open(json);
  const { model, normalizer, pre_tokenizer: preTokenizer } = tokenizer;
  if (!model) throw new Error("The tokenizer.json has no model of subwords.");
  const isBytes = isByteLevel(json.pre_tokenizer);
  const ids = model.tokens_to_ids;
  const unknownId = model.unk_token_id ?? 0;
  const shape = {
    unknownToken: model.unk_token,
    continuingPrefix: json.model.continuing_subword_prefix ?? "",
    suffixes: [json.model.end_of_word_suffix ?? "", json.model.continuing_subword_suffix ?? ""],
  };

  function addPart(result: TokenisedText, part: { text: string; start: number }): void {
    const normalised = normaliseWithOrigins(
      part.text,
      (text) => normalizer?.normalize(text) ?? text,
    );
    if (normalised.text === "") return;
    const pieces = preTokenizer
      ? preTokenizer.pre_tokenize(normalised.text, { section_index: part.start === 0 ? 0 : 1 })
      : [normalised.text];
    const surfaces = pieces.map((piece) => (isBytes ? bytesToText(piece) : wholeSurface(piece)));
    const joined = surfaces.map(({ text }) => text).join("");
    const origins = throughOrigins(
      alignTexts(normalised.text, joined),
      normalised.origins,
      part.text.length,
    );
    let from = 0;
    for (const [index, piece] of pieces.entries()) {
      const surface = surfaces[index] ?? wholeSurface(piece);
      const tokens = model?._call([piece]) ?? [];
      const ranges = subwordRanges({ piece, tokens, ...shape });
      for (const [place, token] of tokens.entries()) {
        const range = ranges[place] ?? { start: 0, end: 0 };
        const [start, end] = coveredBy(origins, {
          start: from + surface.charAt(range.start),
          end: from + surface.charAfter(range.end),
        });
        result.ids.push(ids.get(token) ?? unknownId);
        result.starts.push(part.start + start);
        result.ends.push(part.start + end);
      }
      from += surface.text.length;
    }
  }

  return {
    tokenise(text) {
      const result: TokenisedText = { ids: [], starts: [], ends: [] };
      // A half of a pair alone is no text to any tokenizer; what replaces it is as long.
      const wellFormed = text.toWellFormed();
      for (const part of partsOf(wellFormed)) addPart(result, part);
      return result;
    },
    special: specialIds(tokenizer, ids),
  };
}

function parse(source: string): TokenizerJson {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (cause) {
    throw new Error("The tokenizer is not JSON: it must be a tokenizer.json.", { cause });
  }
  const parsed = jsonSchema.safeParse(value);
  if (!parsed.success) {
    throw new Error("The tokenizer is no tokenizer.json: its model is missing.", {
      cause: parsed.error,
    });
  }
  return parsed.data;
}

function open(json: TokenizerJson): Tokenizer {
  try {
    return new Tokenizer(json, {});
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`This tokenizer.json is of a kind that is not known here: ${why}`, { cause });
  }
}

function wholeSurface(piece: string) {
  return { text: piece, charAt: (at: number) => at, charAfter: (at: number) => at };
}

/** The range that some units come from together; those that come from nowhere say nothing, if any other does. */
function coveredBy(origins: Origins, { start, end }: { start: number; end: number }) {
  let from = Number.POSITIVE_INFINITY;
  let to = -1;
  for (let index = start; index < end; index++) {
    const unitStart = origins.starts[index] ?? 0;
    const unitEnd = origins.ends[index] ?? 0;
    if (unitEnd <= unitStart) continue;
    from = Math.min(from, unitStart);
    to = Math.max(to, unitEnd);
  }
  if (to >= 0) return [from, to] as const;
  const place = origins.starts[start] ?? 0;
  return [place, place] as const;
}

/** Parts that begin with a blank, where there is one. */
function* partsOf(text: string): Generator<{ text: string; start: number }> {
  let start = 0;
  while (start < text.length) {
    let end = text.length;
    if (end - start > PART_LENGTH) {
      const window = text.slice(start, start + PART_LENGTH);
      const blank = Math.max(window.lastIndexOf(" "), window.lastIndexOf("\n"));
      end = start + (blank > PART_LENGTH / 2 ? blank : PART_LENGTH);
      const unit = text.charCodeAt(end);
      if (unit >= 0xdc00 && unit <= 0xdfff) end -= 1;
    }
    yield { text: text.slice(start, end), start };
    start = end;
  }
}

function specialIds(tokenizer: Tokenizer, ids: Map<string, number>): TextTokenizer["special"] {
  const around = tokenizer.post_processor?.post_process([SEQUENCE], null, true).tokens ?? [
    SEQUENCE,
  ];
  const place = around.indexOf(SEQUENCE);
  const known = (tokens: readonly string[]) => tokens.flatMap((token) => ids.get(token) ?? []);
  return {
    before: known(around.slice(0, place)),
    after: known(around.slice(place + 1)),
    pad: PAD_TOKENS.flatMap((token) => ids.get(token) ?? [])[0] ?? 0,
  };
}
