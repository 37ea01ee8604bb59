import { type Workflow, workflowSchema } from "@/lib/annotation/workflow";

/** The workflow as a person writes it: numbers as text, shares as percent, lists as lines. */
export type WorkflowForm = {
  order: Workflow["order"];
  overlap: string;
  isPickingAllowed: boolean;
  leaseMinutes: string;
  itemLimit: string;
  skipReasons: string;
  reviewShare: string;
  reviewOrder: Workflow["review"]["order"];
  rejectReasons: string;
  goldShare: string;
  isAnswerShown: boolean;
  hasTraining: boolean;
  trainingItems: string;
  trainingPassAt: string;
  isAutomatic: boolean;
  iou: string;
  quorum: string;
  isWeighted: boolean;
  minAgreement: string;
};

/** Of each number: from, to; an empty field is allowed where there is a default for it. */
export const RANGES = {
  overlap: { min: 1, max: 10 },
  leaseMinutes: { min: 1, max: 1_440 },
  itemLimit: { min: 1, max: 10_000_000, isOptional: true },
  reviewShare: { min: 0, max: 100 },
  goldShare: { min: 0, max: 100 },
  trainingItems: { min: 1, max: 1_000 },
  trainingPassAt: { min: 0, max: 100 },
  iou: { min: 1, max: 100 },
  quorum: { min: 0, max: 99 },
  minAgreement: { min: 0, max: 100 },
} as const satisfies Partial<
  Record<keyof WorkflowForm, { min: number; max: number; isOptional?: true }>
>;
export type NumberName = keyof typeof RANGES;
const WHOLE: readonly NumberName[] = ["leaseMinutes", "itemLimit", "trainingItems"];

const DEFAULT_TRAINING = { items: 10, passAt: 0.8 };

export function toForm(workflow: Workflow): WorkflowForm {
  const { review, gold, consolidation } = workflow;
  const training = gold.training ?? DEFAULT_TRAINING;
  return {
    order: workflow.order,
    overlap: String(workflow.overlap),
    isPickingAllowed: workflow.isPickingAllowed,
    leaseMinutes: String(workflow.leaseMinutes),
    itemLimit: workflow.itemLimit === null ? "" : String(workflow.itemLimit),
    skipReasons: workflow.skipReasons.join("\n"),
    reviewShare: percent(review.share),
    reviewOrder: review.order,
    rejectReasons: review.rejectReasons.join("\n"),
    goldShare: percent(gold.share),
    isAnswerShown: gold.isAnswerShown,
    hasTraining: gold.training !== null,
    trainingItems: String(training.items),
    trainingPassAt: percent(training.passAt),
    isAutomatic: consolidation.isAutomatic,
    iou: percent(consolidation.iou),
    quorum: percent(consolidation.quorum),
    isWeighted: consolidation.isWeighted,
    minAgreement: percent(consolidation.minAgreement),
  };
}

/** The numbers that are none, or out of their range. */
export function wrongNumbers(form: WorkflowForm): ReadonlySet<NumberName> {
  const names = Object.keys(RANGES) as NumberName[];
  return new Set(names.filter((name) => isWrong(name, form[name].trim())));
}

function isWrong(name: NumberName, text: string): boolean {
  const { min, max, ...range } = RANGES[name];
  if (text === "") return !("isOptional" in range);
  const value = Number(text);
  return !(value >= min && value <= max) || (WHOLE.includes(name) && !Number.isInteger(value));
}

/** @throws ZodError when the form is wrong; see `wrongNumbers`. */
export function toWorkflow(form: WorkflowForm): Workflow {
  return workflowSchema.parse({
    order: form.order,
    overlap: Number(form.overlap),
    isPickingAllowed: form.isPickingAllowed,
    leaseMinutes: Number(form.leaseMinutes),
    itemLimit: form.itemLimit.trim() === "" ? null : Number(form.itemLimit),
    skipReasons: lines(form.skipReasons),
    review: {
      share: share(form.reviewShare),
      order: form.reviewOrder,
      rejectReasons: lines(form.rejectReasons),
    },
    gold: {
      share: share(form.goldShare),
      isAnswerShown: form.isAnswerShown,
      training: form.hasTraining
        ? { items: Number(form.trainingItems), passAt: share(form.trainingPassAt) }
        : null,
    },
    consolidation: {
      isAutomatic: form.isAutomatic,
      iou: share(form.iou),
      quorum: share(form.quorum),
      isWeighted: form.isWeighted,
      minAgreement: share(form.minAgreement),
    },
  });
}

function percent(value: number): string {
  return String(Math.round(value * 10_000) / 100);
}

function share(text: string): number {
  return Math.round(Number(text) * 100) / 10_000;
}

/** Without empty lines and repetitions; each as long as a reason may be. */
function lines(text: string): string[] {
  const each = text.split("\n").map((line) => line.trim().slice(0, 100).trim());
  return [...new Set(each.filter((line) => line !== ""))].slice(0, 30);
}
