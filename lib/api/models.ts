import * as z from "zod/mini";
import { geometrySchema, idSchema } from "@/lib/annotation/annotation";
import { MEDIA_KINDS } from "@/lib/media/media";
import { MODEL_TASKS } from "@/lib/models/adapter";
import { modelIoSchema } from "@/lib/models/model-io";
import { modelOptionsSchema, RESIZE_MODES } from "@/lib/models/model-options";
import { dictionaryEntrySchema, LETTER_CASES } from "@/lib/models/rules/text-rule";
import { itemFilterSchema, MAX_ITEM_IDS } from "./items";
import { suggestionLayerSchema, versionIdSchema } from "./suggestion-layers";

export { type SuggestionLayer, versionIdSchema } from "./suggestion-layers";

const share = z.number().check(z.gte(0), z.lte(1));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const count = z.int().check(z.nonnegative());
const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));

/** A file of a model, or a text beside it; the bytes are known by their SHA-256. */
export const modelFileSchema = z.object({
  role: z.string().check(z.maxLength(50)),
  name: z.string().check(z.maxLength(300)),
  hash,
  bytes: count,
});
export type ModelFile = z.infer<typeof modelFileSchema>;

const described = {
  name,
  /** What its makers call it, or a date: versions of one name are kept apart. */
  version: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  adapterId: z.string().check(z.maxLength(100)),
  classes: z.array(z.string().check(z.maxLength(200))).check(z.minLength(1), z.maxLength(20_000)),
  options: modelOptionsSchema,
  /** SPDX expression or words; empty: not known. */
  licence: z.string().check(z.maxLength(200)),
  /** Where it comes from. */
  provenance: z.string().check(z.maxLength(2_000)),
};

export const modelVersionSchema = z.object({
  ...described,
  id: versionIdSchema,
  /** Null: of the whole instance. */
  projectId: z.nullable(idSchema),
  isBuiltIn: z.boolean(),
  task: z.enum(MODEL_TASKS),
  media: z.enum(MEDIA_KINDS),
  files: z.array(modelFileSchema),
  assets: z.array(modelFileSchema),
  createdAt: z.number(),
});
export type ModelVersion = z.infer<typeof modelVersionSchema>;

/** POST /api/v1/models (for everybody) and /api/v1/projects/:projectId/models. Files were sent before, to …/model-files. */
export const newModelSchema = z.object({
  ...described,
  /** One for each role of the adapter; none where it has none. */
  files: z.array(z.object({ role: z.string(), name: z.string(), hash })),
  assets: z.array(z.object({ role: z.string(), name: z.string(), hash })),
});
export type NewModel = z.infer<typeof newModelSchema>;

/** What a project makes of a version. */
export const modelSettingsSchema = z.object({
  /** Label by class index (as text); null or missing: the class is not used. */
  mapping: z.record(z.string(), z.nullable(idSchema)),
  /** Where the slider of the editor stands, and what batches count as proposed. */
  threshold: share,
  /** In place of what the version has; null: as there. */
  minScore: z.nullable(share),
  iouThreshold: z.nullable(share),
  resize: z.nullable(z.enum(RESIZE_MODES)),
});
export type ModelSettings = z.infer<typeof modelSettingsSchema>;

export const projectModelSchema = z.object({
  version: modelVersionSchema,
  settings: modelSettingsSchema,
  /** The one that a key runs in the editor. */
  isDefault: z.boolean(),
});
export type ProjectModel = z.infer<typeof projectModelSchema>;

/** GET /api/v1/projects/:projectId/models: those in use, and all that could be. */
export const projectModelsSchema = z.object({
  models: z.array(projectModelSchema),
  available: z.array(modelVersionSchema),
});
export type ProjectModels = z.infer<typeof projectModelsSchema>;

/** PUT /api/v1/projects/:projectId/models/:versionId: takes it into use, or changes how. */
export const putProjectModelSchema = z.object({
  settings: modelSettingsSchema,
  isDefault: z.boolean(),
});

/** GET /api/v1/models: those that all projects can use. */
export const instanceModelsSchema = z.object({ models: z.array(modelVersionSchema) });

/** DELETE /api/v1/projects/:projectId/models/:versionId; `library`: also out of the project's own library. */
export const dropModelQuerySchema = z.object({ library: z.optional(z.literal("1")) });

/**
 * POST /api/v1/projects/:projectId/models/:versionId/labels: a label for every class that has none, by its
 * name; one that is there already is taken. Answers with the whole mapping and saves it.
 */
export const mappedClassesSchema = z.object({
  mapping: modelSettingsSchema.shape.mapping,
  created: count,
});

/** PUT /api/v1/model-files and /api/v1/projects/:projectId/model-files, the body is the file. */
export const putModelFileQuerySchema = z.object({
  /** `text`: what lies beside a model (tokenizer.json, a dictionary). */
  kind: z._default(z.enum(["model", "text"]), "model"),
});
export const savedModelFileSchema = z.object({
  hash,
  bytes: count,
  /** Null for texts. */
  io: z.nullable(modelIoSchema),
});
export type SavedModelFile = z.infer<typeof savedModelFileSchema>;

/** Address of a file of a model, the same for ever: GET, for members of the project. */
export function modelFileUrl(projectId: string, fileHash: string): string {
  return `/api/v1/projects/${projectId}/model-files/${fileHash}`;
}

/** Most suggestions that one item keeps of one model. */
export const MAX_SUGGESTIONS = 20_000;

/** As an adapter gave it; the server maps the class to a label by the project's settings. */
export const sentSuggestionSchema = z.object({
  geometry: geometrySchema,
  classIndex: count,
  score: share,
  text: z.optional(z.string().check(z.maxLength(100_000))),
  attributes: z.optional(z.record(z.string(), z.string().check(z.maxLength(10_000)))),
});

/**
 * POST /api/v1/projects/:projectId/suggestions: what a model said of some items, in place of what the same
 * version said before. Those decided already stay. With `runId`, the items are done in that run.
 */
export const putSuggestionsSchema = z.object({
  versionId: versionIdSchema,
  runId: z.optional(idSchema),
  clientId: idSchema,
  results: z
    .array(
      z.object({
        itemId: idSchema,
        suggestions: z.array(sentSuggestionSchema).check(z.maxLength(MAX_SUGGESTIONS)),
        /** Of fetching, decoding and the model together. */
        totalMs: z.number(),
        inferMs: z.number(),
        /** It did not work: in words; then there are no suggestions. */
        problem: z.optional(z.string().check(z.maxLength(1_000))),
      }),
    )
    .check(z.minLength(1), z.maxLength(200)),
});
export type PutSuggestions = z.infer<typeof putSuggestionsSchema>;
/** Layers as they are now, in the order of `results`; null for an item that is gone or failed. */
export const savedSuggestionsSchema = z.object({
  layers: z.array(z.nullable(suggestionLayerSchema)),
});

export const RUN_STATES = ["running", "paused", "done", "cancelled"] as const;
export type RunState = (typeof RUN_STATES)[number];
/** Pre-labelling of many items by the browsers of those who help. */
export const modelRunSchema = z.object({
  id: idSchema,
  versionId: versionIdSchema,
  state: z.enum(RUN_STATES),
  total: count,
  /** Without those that failed. */
  done: count,
  failed: count,
  /** Items with no suggestion at the project's threshold or above. */
  empty: count,
  /** At the threshold or above, of the classes that the project uses; `perClass` by class index. */
  suggestions: count,
  perClass: z.record(z.string(), count),
  /** Twenty bins of 0.05 of all scores of those classes. */
  histogram: z.array(count),
  /** Sums over all items: with `done` the mean. */
  totalMs: z.number(),
  inferMs: z.number(),
  /** Tabs that have taken items lately. */
  workers: count,
  createdAt: z.number(),
  startedAt: z.number(),
  updatedAt: z.number(),
});
export type ModelRun = z.infer<typeof modelRunSchema>;

/** GET /api/v1/projects/:projectId/model-runs/:runId: with the first items that failed, and why. */
export const modelRunDetailSchema = z.extend(modelRunSchema, {
  problems: z.array(z.object({ itemId: idSchema, name: z.string(), problem: z.string() })),
});
export type ModelRunDetail = z.infer<typeof modelRunDetailSchema>;

/** POST /api/v1/projects/:projectId/model-runs; neither items nor a filter: all of the project. */
export const newRunSchema = z.object({
  versionId: versionIdSchema,
  /** Either some items or all that a view shows. */
  itemIds: z.optional(z.array(idSchema).check(z.minLength(1), z.maxLength(MAX_ITEM_IDS))),
  filter: z.optional(itemFilterSchema),
  /** Leaves out items that have this version's suggestions. */
  skipsDone: z.boolean(),
});
export type NewRun = z.infer<typeof newRunSchema>;
export const modelRunsSchema = z.object({ runs: z.array(modelRunSchema) });

/** POST /api/v1/projects/:projectId/model-runs/:runId/claim: items for this tab alone, for some minutes. */
export const claimSchema = z.object({
  clientId: idSchema,
  /** None: only to give back. */
  max: z.int().check(z.nonnegative(), z.lte(64)),
  /** Items that this tab gives back undone. */
  giveBack: z.optional(z.array(idSchema).check(z.maxLength(64))),
  /** The same tab before it was loaded anew: what it held is free. */
  replaces: z.optional(idSchema),
});
export const claimedSchema = z.object({
  run: modelRunSchema,
  items: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      blobHash: hash,
      /** What a RunnableItem needs, by kind of media. */
      media: z.discriminatedUnion("kind", [
        z.object({
          kind: z.literal("image"),
          variant: z.string(),
          width: z.number(),
          height: z.number(),
        }),
        z.object({ kind: z.literal("text") }),
        z.object({
          kind: z.literal("audio"),
          durationS: z.number(),
          sampleRate: z.number(),
          channels: z.number(),
        }),
      ]),
    }),
  ),
});
export type ClaimedItem = z.infer<typeof claimedSchema>["items"][number];

/** PUT /api/v1/projects/:projectId/model-runs/:runId */
export const putRunSchema = z.object({ state: z.enum(["running", "paused", "cancelled"]) });

const tally = z.object({
  /** Suggestions at the threshold or above on submitted items, and what people left there. */
  suggested: count,
  labelled: count,
  matched: count,
  accepted: count,
  corrected: count,
  rejected: count,
});
export type ModelTally = z.infer<typeof tally>;

/** GET /api/v1/projects/:projectId/models/:versionId/quality?threshold= : against submitted work. */
export const modelQualitySchema = z.object({
  threshold: share,
  items: count,
  total: tally,
  perLabel: z.array(z.object({ labelId: idSchema, ...tally.shape })),
  /** One a day on which items were submitted, in UTC, oldest first. */
  perDay: z.array(z.object({ day: z.string(), items: count, ...tally.shape })),
  /** By score, twenty bins of 0.05: how many suggestions, and how many of them were right. */
  reliability: z.array(z.object({ suggested: count, matched: count })),
  /** Thresholds above which at most so large a share was wrong, with the number they rest on; null: too little to say. */
  calibrated: z.array(
    z.object({ maxWrong: share, threshold: z.nullable(share), suggestions: count }),
  ),
});
export type ModelQuality = z.infer<typeof modelQualitySchema>;

/** Its query; `csv` answers with a file of the counts, a row each for all, every label and every day. */
export const modelQualityQuerySchema = z.object({
  threshold: z.coerce.number().check(z.gte(0), z.lte(1)),
  format: z._default(z.enum(["json", "csv"]), "json"),
});

/**
 * POST /api/v1/projects/:projectId/models/:versionId/auto-accept: a job of the kind `auto-accept`, whose id is the
 * answer. What it takes and what it leaves: docs/architecture.md.
 */
export const autoAcceptSchema = z.object({
  threshold: share,
  /** Share of the items that people look at anyway. */
  auditShare: share,
});
/** POST …/auto-accept/undo: takes back what one job accepted, as far as nobody has touched it since; a job too. */
export const undoAutoAcceptSchema = z.object({ jobId: idSchema });
export const startedJobSchema = z.object({ jobId: idSchema });

/** The payload of such a job. */
export const autoAcceptJobSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("accept"),
    versionId: versionIdSchema,
    /** For people who look at the list of jobs. */
    name: z.string(),
    threshold: share,
    auditShare: share,
  }),
  z.object({
    kind: z.literal("undo"),
    versionId: versionIdSchema,
    name: z.string(),
    jobId: idSchema,
  }),
]);
export type AutoAcceptJob = z.infer<typeof autoAcceptJobSchema>;

/** Its result: items that are submitted now with what was suggested, and what became of the others. */
export const autoAcceptedSchema = z.object({
  items: count,
  annotations: count,
  /** Left to people, and marked for them (filter `audit`). */
  audited: count,
  /** Left to people because of a suggestion below the threshold. */
  doubtful: count,
  /** Nothing was suggested at the threshold or above. */
  empty: count,
  /** Somebody was there before. */
  touched: count,
});
export type AutoAccepted = z.infer<typeof autoAcceptedSchema>;

/** GET /api/v1/projects/:projectId/dictionary?letterCase= : counted now, for rules for texts. */
export const dictionaryQuerySchema = z.object({
  /** By which what is known is looked for where it has no label. */
  letterCase: z._default(z.enum(LETTER_CASES), "smart"),
});
export const learnedDictionarySchema = z.object({
  /** Texts that people have submitted. */
  texts: count,
  /** What was labelled there, by names of labels; the most frequent when there are very many. */
  entries: z.array(dictionaryEntrySchema),
});
export type LearnedDictionary = z.infer<typeof learnedDictionarySchema>;
