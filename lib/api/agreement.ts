import * as z from "zod/mini";
import { COEFFICIENT_IDS } from "@/lib/agreement/coefficient";
import { MEASURE_IDS } from "@/lib/agreement/measure";
import { RATER_KINDS } from "@/lib/agreement/rater";
import { idSchema } from "@/lib/annotation/annotation";
import { mergeRuleSchema } from "@/lib/consolidation/merge-info";
import { itemFilterSchema, MAX_ITEM_IDS } from "./items";

const share = z.number().check(z.gte(0), z.lte(1));
const count = z.int().check(z.nonnegative());

const tallySchema = z.object({
  first: z.number(),
  second: z.number(),
  shared: z.number(),
  pairs: z.number(),
  overlap: z.number(),
});
const measuredSchema = z.object({ id: z.enum(MEASURE_IDS), tally: tallySchema });

/** What was counted; definitions are in docs/agreement.md. */
export const agreementSchema = z.object({
  /** Items that two people or more have labelled, and their mean agreement. */
  items: count,
  mean: z.nullable(share),
  /** Twenty bins of 0.05 of the agreement of items. */
  histogram: z.array(count),
  raters: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(RATER_KINDS),
      /** Of a person or a model's version; the title of an import; else empty. */
      id: z.string(),
      name: z.string(),
      items: count,
    }),
  ),
  /** By keys of raters. */
  pairs: z.array(
    z.object({
      first: z.string(),
      second: z.string(),
      items: count,
      agreement: share,
      measures: z.array(measuredSchema),
      kappas: z.array(
        z.object({
          question: z.string(),
          labelId: z.nullable(idSchema),
          value: z.nullable(z.number()),
        }),
      ),
    }),
  ),
  labels: z.array(
    z.object({ labelId: idSchema, people: tallySchema, gold: tallySchema, model: tallySchema }),
  ),
  measures: z.array(measuredSchema),
  questions: z.array(
    z.object({
      question: z.string(),
      labelId: z.nullable(idSchema),
      units: count,
      coefficients: z.array(
        z.object({ id: z.enum(COEFFICIENT_IDS), value: z.nullable(z.number()) }),
      ),
    }),
  ),
  counts: z.object({ items: count, alpha: z.nullable(z.number()) }),
});
export type Agreement = z.infer<typeof agreementSchema>;

/** GET /api/v1/projects/:projectId/agreement; `filter`: the last that was counted of some items only. */
export const agreementQuerySchema = z.object({
  of: z._default(z.enum(["project", "filter"]), "project"),
  format: z._default(z.enum(["json", "csv"]), "json"),
});
export const keptAgreementSchema = z.object({
  /** Null: never counted. */
  agreement: z.nullable(agreementSchema),
  computedAt: z.nullable(z.number()),
  /** Something changed since. */
  isStale: z.boolean(),
  /** Counting now, in this job. */
  jobId: z.nullable(idSchema),
});
export type KeptAgreement = z.infer<typeof keptAgreementSchema>;

/** POST …/agreement: counts it in a job; one that is under way for the same items is joined. */
export const countAgreementSchema = z.strictObject({
  /** Null: all items. */
  filter: z.nullable(itemFilterSchema),
});
/** Result of the job `agreement`. */
export const agreementCountedSchema = z.object({
  items: count,
  mean: z.nullable(share),
  /** Items whose agreement is another now. */
  changed: count,
});

export type AgreementCounted = z.infer<typeof agreementCountedSchema>;

/** POST /api/v1/projects/:projectId/consolidate: merges anew what people handed in, in a job. */
export const consolidateSchema = z.strictObject({
  select: z.union([
    z.strictObject({ ids: z.array(idSchema).check(z.minLength(1), z.maxLength(MAX_ITEM_IDS)) }),
    z.strictObject({ filter: itemFilterSchema }),
  ]),
  /** Default: the project's. */
  rule: z.optional(mergeRuleSchema),
  /** Only says what it would do. */
  isDryRun: z.boolean(),
});
export type Consolidate = z.infer<typeof consolidateSchema>;
/** Result of the job `consolidate`. */
export const consolidatedSchema = z.object({
  /** Items that several people label, and what became of them. */
  items: count,
  /** Their result is another now. */
  changed: count,
  same: count,
  /** Accepted, or somebody edited the result since it was merged: it stays. */
  kept: count,
  /** Not everybody has handed in their work. */
  open: count,
  /** Of all of them those on which a person has to decide. */
  adjudication: count,
  /** Annotations that are different now. */
  annotations: count,
});
export type ConsolidatedItems = z.infer<typeof consolidatedSchema>;

/** POST …/consolidate/undo: takes back what a job `consolidate` has merged, in a job; its payload. */
export const unmergeSchema = z.strictObject({ jobId: idSchema });
/** Result of the job `consolidate-undo`. */
export const unmergedSchema = z.object({
  /** Items whose results are what they were before. */
  back: count,
  /** Changed, merged or decided on since: they stay. */
  left: count,
});
export type UnmergedItems = z.infer<typeof unmergedSchema>;
