import type { Command } from "@/lib/commands/command";

/** What the page lends; all of it is about the open item. */
export type TalkContext = {
  /** Null: the person may only read. */
  comment: (() => void) | null;
  nextThread: (() => void) | null;
  previousThread: (() => void) | null;
  showComments(): void;
};

/** Keys of these are kept from labels, like those of all other commands of the editor. */
export const TALK_COMMANDS: readonly Command<TalkContext>[] = [
  {
    id: "item.comment",
    group: "item",
    title: "item.comment",
    shortcuts: ["shift+t"],
    isEnabled: ({ comment }) => comment !== null,
    run: ({ comment }) => comment?.(),
  },
  {
    id: "item.nextThread",
    group: "item",
    title: "item.nextThread",
    shortcuts: ["shift+i"],
    isEnabled: ({ nextThread }) => nextThread !== null,
    run: ({ nextThread }) => nextThread?.(),
  },
  {
    id: "item.previousThread",
    group: "item",
    title: "item.previousThread",
    shortcuts: ["shift+y"],
    isEnabled: ({ previousThread }) => previousThread !== null,
    run: ({ previousThread }) => previousThread?.(),
  },
  {
    id: "item.comments",
    group: "item",
    title: "item.comments",
    shortcuts: [],
    run: ({ showComments }) => showComments(),
  },
];
