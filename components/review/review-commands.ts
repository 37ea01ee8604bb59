import type { Command } from "@/lib/commands/command";

/** What the keys of the review page do. */
export interface ReviewCommandContext {
  /** The item is there, and nothing of it waits to be decided elsewhere. */
  canDecide: boolean;
  /** The reviewer has changed something in it. */
  isMended: boolean;
  accept(): void;
  fix(): void;
  reject(): void;
  compare: {
    /** There is more than the result to compare. */
    isPossible: boolean;
    isOn: boolean;
    isSide: boolean;
    hasCurrent: boolean;
    toggle(): void;
    toggleSide(): void;
    step(by: 1 | -1): void;
    /** 1-based among the compared layers; 0: none of them. */
    pick(n: number): void;
  };
}

const PICKS: readonly Command<ReviewCommandContext>[] = Array.from({ length: 10 }, (_, n) => ({
  id: `review.pick-${n}`,
  group: "item",
  title: n === 0 ? "review.pickNone" : "review.pick",
  titleValues: { n: String(n) },
  shortcuts: [String(n)],
  isEnabled: ({ canDecide, compare }) => canDecide && compare.isOn && compare.hasCurrent,
  run: ({ compare }) => compare.pick(n),
}));

export const REVIEW_COMMANDS: readonly Command<ReviewCommandContext>[] = [
  {
    id: "review.accept",
    group: "item",
    title: "review.accept",
    shortcuts: ["enter"],
    isEnabled: ({ canDecide }) => canDecide,
    // A held key would accept one item after the other unseen.
    run: (review, press) => (press?.isRepeat ? undefined : review.accept()),
  },
  {
    id: "review.fix",
    group: "item",
    title: "review.fix",
    shortcuts: ["mod+enter"],
    isEnabled: ({ canDecide, isMended }) => canDecide && isMended,
    run: (review, press) => (press?.isRepeat ? undefined : review.fix()),
  },
  {
    id: "review.reject",
    group: "item",
    title: "review.reject",
    shortcuts: ["shift+enter"],
    isEnabled: ({ canDecide }) => canDecide,
    run: (review, press) => (press?.isRepeat ? undefined : review.reject()),
  },
  {
    id: "review.compare",
    group: "view",
    title: "review.compare",
    shortcuts: ["shift+c"],
    isEnabled: ({ compare }) => compare.isPossible,
    isActive: ({ compare }) => compare.isOn,
    run: ({ compare }) => compare.toggle(),
  },
  {
    id: "review.side",
    group: "view",
    title: "review.side",
    shortcuts: ["shift+d"],
    isEnabled: ({ compare }) => compare.isPossible && compare.isOn,
    isActive: ({ compare }) => compare.isSide,
    run: ({ compare }) => compare.toggleSide(),
  },
  {
    id: "review.next-difference",
    group: "navigate",
    title: "review.nextDifference",
    shortcuts: ["n"],
    isEnabled: ({ compare }) => compare.isOn,
    run: ({ compare }) => compare.step(1),
  },
  {
    id: "review.previous-difference",
    group: "navigate",
    title: "review.previousDifference",
    shortcuts: ["shift+n"],
    isEnabled: ({ compare }) => compare.isOn,
    run: ({ compare }) => compare.step(-1),
  },
  ...PICKS,
];
