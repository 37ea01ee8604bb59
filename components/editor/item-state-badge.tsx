import {
  Circle,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  type LucideIcon,
  SkipForward,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { ItemState } from "@/lib/annotation/item-state";

const LOOKS: Readonly<Record<ItemState, { icon: LucideIcon; classes: string }>> = {
  new: { icon: Circle, classes: "bg-state-new-soft text-state-new" },
  in_progress: {
    icon: CircleDashed,
    classes: "bg-state-in-progress-soft text-state-in-progress",
  },
  submitted: { icon: CircleDot, classes: "bg-state-submitted-soft text-state-submitted" },
  accepted: { icon: CircleCheck, classes: "bg-state-accepted-soft text-state-accepted" },
  rejected: { icon: CircleX, classes: "bg-state-rejected-soft text-state-rejected" },
  skipped: { icon: SkipForward, classes: "bg-state-skipped-soft text-state-skipped" },
};

/** The state of an item in a word, a colour and a shape. */
export function ItemStateBadge({ state, className }: { state: ItemState; className?: string }) {
  const t = useTranslations("editor.state");
  const { icon: Icon, classes } = LOOKS[state];
  return (
    <span
      className={cn(
        "inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs",
        classes,
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-3" />
      {t(state)}
    </span>
  );
}
