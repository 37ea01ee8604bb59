import * as z from "zod/mini";
import { annotationSchema, idSchema } from "@/lib/annotation/annotation";
import { GEOMETRY_KINDS, type GeometryKind } from "@/lib/geometry/geometry";
import { OUTCOMES, TIES } from "./source";

/** Of what was not unanimous so many clusters are kept; the rest is a number, and follows from the layers. */
export const MAX_KEPT_CLUSTERS = 200;

const share = z.number().check(z.gte(0), z.lte(1));

export const mergeRuleSchema = z.object({
  iou: share,
  quorum: share,
  isWeighted: z.boolean(),
  minAgreement: share,
});

export const clusterReportSchema = z.object({
  kind: z.enum(GEOMETRY_KINDS as [GeometryKind, ...GeometryKind[]]),
  outcome: z.enum(OUTCOMES),
  tie: z.nullable(z.enum(TIES)),
  share,
  members: z.array(z.object({ layerId: idSchema, annotationId: idSchema })),
  votes: z.array(z.object({ labelId: idSchema, weight: z.number() })),
  proposed: annotationSchema,
});

/** `layers.info` of a merged layer: how it was made, and what people did not agree on. */
export const mergeInfoSchema = z.object({
  v: z.literal(1),
  at: z.number(),
  /** Revision of the layer right after; what people wrote later is theirs. */
  rev: z.int(),
  rule: mergeRuleSchema,
  sources: z.array(
    z.object({ layerId: idSchema, userId: idSchema, rev: z.int(), weight: z.number() }),
  ),
  agreement: z.nullable(share),
  needsAdjudication: z.boolean(),
  /** By what became of them. */
  counts: z.object({ merged: z.int(), dropped: z.int(), tie: z.int() }),
  /** Those that not everybody marked with one label; ties first. */
  clusters: z.array(clusterReportSchema),
});
export type MergeInfo = z.infer<typeof mergeInfoSchema>;

/** Null for layers that nobody merged, and for JSON of another version. */
export function readMergeInfo(text: string | null): MergeInfo | null {
  if (text === null) return null;
  const parsed = mergeInfoSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}
