import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_WORKFLOW, type Workflow } from "@/lib/annotation/workflow";
import { toForm, toWorkflow, wrongNumbers } from "./workflow-form";

const hundredths = (min: number, max: number) =>
  fc.integer({ min: min * 10_000, max: max * 10_000 }).map((n) => n / 10_000);
const reasons = fc.uniqueArray(fc.constantFrom("blurred", "not a car", "two in one box"));

const workflows: fc.Arbitrary<Workflow> = fc.record({
  order: fc.constantFrom("position" as const, "random" as const, "priority" as const),
  overlap: fc.integer({ min: 10, max: 100 }).map((n) => n / 10),
  isPickingAllowed: fc.boolean(),
  leaseMinutes: fc.integer({ min: 1, max: 1_440 }),
  itemLimit: fc.option(fc.integer({ min: 1, max: 1_000 })),
  skipReasons: reasons,
  review: fc.record({
    share: hundredths(0, 1),
    order: fc.constantFrom("oldest" as const, "low-agreement" as const),
    rejectReasons: reasons,
  }),
  gold: fc.record({
    share: hundredths(0, 1),
    isAnswerShown: fc.boolean(),
    training: fc.option(
      fc.record({ items: fc.integer({ min: 1, max: 1_000 }), passAt: hundredths(0, 1) }),
    ),
  }),
  consolidation: fc.record({
    isAutomatic: fc.boolean(),
    iou: hundredths(0.01, 1),
    quorum: hundredths(0, 0.99),
    isWeighted: fc.boolean(),
    minAgreement: hundredths(0, 1),
  }),
});

test("a workflow that is shown and saved unchanged is the same workflow", () => {
  fc.assert(
    fc.property(workflows, (workflow) => {
      const form = toForm(workflow);
      expect(wrongNumbers(form)).toEqual(new Set());
      expect(toWorkflow(form)).toEqual(workflow);
    }),
    { seed: 11 },
  );
});

test("what is no number, or out of range, is named; only the limit may be empty", () => {
  const form = toForm(DEFAULT_WORKFLOW);
  const wrong = { ...form, overlap: "0.5", leaseMinutes: "1.5", goldShare: "", itemLimit: "" };
  expect([...wrongNumbers(wrong)]).toEqual(["overlap", "leaseMinutes", "goldShare"]);
});

test("reasons are lines without blanks and repetitions", () => {
  const form = { ...toForm(DEFAULT_WORKFLOW), skipReasons: " blurred \n\nblurred\nno object" };
  expect(toWorkflow(form).skipReasons).toEqual(["blurred", "no object"]);
});
