import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { MEDIA_KINDS } from "@/lib/media/media";

const count = z.int();
const share = z.number();
/** Days since 1970, in UTC. */
const day = z.int();
const perState = z.record(z.enum(ITEM_STATES), count);
export type StateCounts = z.infer<typeof perState>;

/** States in which nobody has anything more to do for an item; one that is submitted may yet wait for a review. */
export const FINISHED_STATES = ["submitted", "accepted", "skipped"] as const;

/** How many numbers fall from `edges[i]` up to, without, `edges[i + 1]`; the last bin has no upper end. */
const histogramSchema = z.object({ edges: z.array(z.number()), counts: z.array(count) });
export type Histogram = z.infer<typeof histogramSchema>;

export const forecastSchema = z.discriminatedUnion("kind", [
  /** Nothing is left. */
  z.object({ kind: z.literal("finished") }),
  /** Too few days of work lately to say anything. */
  z.object({ kind: z.literal("unknown"), days: count, needed: count }),
  /** At this pace it takes longer than a forecast is worth. */
  z.object({ kind: z.literal("far"), years: count }),
  z.object({
    kind: z.literal("date"),
    /** The likely day, and the days between which it lies in eight of ten cases. `latest` null: it may take far longer. */
    day,
    earliest: day,
    latest: z.nullable(day),
    /** Items a day, counted over all days, and how many of them had work. */
    perDay: z.number(),
    days: count,
    workDays: count,
  }),
]);
export type Forecast = z.infer<typeof forecastSchema>;

/** What is too dear to count at every look: as it was at `computedAt`. */
export const shapesSchema = z.object({
  computedAt: z.number(),
  /** Annotations that were looked at. */
  annotations: count,
  /** Images: root of the area of boxes in px, width by height, and where their middles are (rows from the top). */
  boxes: z.nullable(
    z.object({
      size: histogramSchema,
      aspect: histogramSchema,
      places: z.array(z.array(count)),
    }),
  ),
  /** Texts and recordings: how long spans and regions are (code points, seconds), where, and how long the items are. */
  spans: z.nullable(
    z.object({
      length: histogramSchema,
      places: z.array(count),
      items: histogramSchema,
    }),
  ),
  /** The labels that most items have, and for each pair of them how many items have both (the diagonal: have it). */
  together: z.object({ labelIds: z.array(idSchema), items: z.array(z.array(count)) }),
  /** Rejections by the reason that was named. */
  reasons: z.array(z.object({ reason: z.string(), n: count })),
  /** What people made of suggestions, by version and week (its Monday). */
  suggestions: z.array(
    z.object({
      versionId: z.string(),
      name: z.string(),
      week: day,
      accepted: count,
      corrected: count,
      rejected: count,
    }),
  ),
});
export type Shapes = z.infer<typeof shapesSchema>;

export const activitySchema = z.object({
  at: z.number(),
  itemId: idSchema,
  itemName: z.string(),
  person: z.nullable(z.object({ id: z.string(), name: z.string() })),
  cause: z.string(),
  state: z.nullable(z.enum(ITEM_STATES)),
});
export type Activity = z.infer<typeof activitySchema>;

/** GET /api/v1/projects/:projectId/statistics */
export const projectStatisticsSchema = z.object({
  mediaKind: z.enum(MEDIA_KINDS),
  /** The day that is today for the server. */
  today: day,
  total: count,
  counts: perState,
  /** Items for which nobody has anything to do any more: skipped, accepted, or submitted and not to be reviewed. */
  done: count,
  needsReview: count,
  needsAdjudication: count,
  openThreads: count,
  /** Items that have one of them. */
  threadItems: count,
  /** Mean over the items that several people labelled. */
  agreement: z.nullable(z.object({ mean: share, items: count })),
  annotations: count,
  /** Items by state at the end of each day, oldest first, from the first day on. */
  days: z.array(z.object({ day, counts: perState })),
  /** Items that people finished on each day: submitted or skipped, less those that were rejected. */
  finished: z.array(z.object({ day, n: z.int() })),
  forecast: forecastSchema,
  /** Annotations by label, most first. */
  labels: z.array(z.object({ id: idSchema, name: z.string(), color: z.string(), n: count })),
  /** Items by how many annotations they have: `counts[i]` have `from[i]` … `from[i + 1] - 1`. */
  perItem: z.object({ from: z.array(count), counts: z.array(count) }),
  /** Null: not counted yet. */
  shapes: z.nullable(shapesSchema),
  /** `shapes` are older than the work; they are being counted anew. */
  isStale: z.boolean(),
  activity: z.array(activitySchema),
});
export type ProjectStatistics = z.infer<typeof projectStatisticsSchema>;

/** GET /api/v1/projects/:projectId/people/statistics?days=28&user=; days 0: all that is known. */
export const peopleQuerySchema = z.object({
  days: z._default(z.coerce.number().check(z.int(), z.gte(0), z.lte(3_650)), 28),
  /** One person alone, with their days. */
  user: z.optional(idSchema),
});

const work = {
  submitted: count,
  skipped: count,
  created: count,
  changed: count,
  deleted: count,
  accepted: count,
  acceptedFirst: count,
  rejected: count,
  reviewed: count,
  goldItems: count,
  /** Sum over gold items of 0..1. */
  goldScore: z.number(),
  activeMs: z.number(),
};
export type Work = z.infer<z.ZodMiniObject<typeof work>>;

export const RATE_NAMES = [
  "itemsPerHour",
  "annotationsPerHour",
  "activeHours",
  "firstPass",
  "gold",
] as const;
export type RateName = (typeof RATE_NAMES)[number];

export const personStatisticsSchema = z.object({
  userId: idSchema,
  name: z.string(),
  /** Null: not in the project any more. */
  role: z.nullable(z.enum(["manager", "reviewer", "annotator", "viewer"])),
  work: z.object(work),
  /** By name; null where there is nothing to divide by. */
  rates: z.record(z.enum(RATE_NAMES), z.nullable(z.number())),
  /** With `user`: what they did on each day on which they did something, oldest first. */
  days: z.optional(z.array(z.object({ day, ...work }))),
});
export type PersonStatistics = z.infer<typeof personStatisticsSchema>;

export const peopleStatisticsSchema = z.object({
  today: day,
  /** Of those who worked in these days; for everybody who sees their own, too. */
  medians: z.record(z.enum(RATE_NAMES), z.nullable(z.number())),
  /** How many people the medians are of. */
  medianOf: count,
  /** Those who see all: everybody; others: themselves. */
  people: z.array(personStatisticsSchema),
});
export type PeopleStatistics = z.infer<typeof peopleStatisticsSchema>;

/** Work is left, and nothing was submitted for so many days. */
export const STUCK_DAYS = 3;
/** Days of the line of each project. */
export const SPARK_DAYS = 30;

/** GET /api/v1/statistics: every project that the person may see. */
export const allStatisticsSchema = z.object({
  today: day,
  projects: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      mediaKind: z.enum(MEDIA_KINDS),
      /** May the person open its overview? */
      isOpen: z.boolean(),
      counts: perState,
      total: count,
      /** Items finished on each of the last `SPARK_DAYS` days, today last; below 0 where more went back. */
      finished: z.array(z.int()),
      /** The last day on which something was finished; null: never. */
      movedOn: z.nullable(day),
      /** Days without anything finished while work is left; null: it moves, is done, or is empty. */
      stuckDays: z.nullable(count),
      needsReview: count,
      openThreads: count,
      /** Items that have one of them. */
      threadItems: count,
      /** Annotators for whom there is nothing: no item in hand, and none that the queue could give. */
      idle: z.array(z.object({ userId: idSchema, name: z.string() })),
    }),
  ),
});
export type AllStatistics = z.infer<typeof allStatisticsSchema>;
