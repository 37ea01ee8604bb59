import {
  CircleCheck,
  CircleDashed,
  CircleDotDashed,
  CircleSlash,
  CircleX,
  type LucideIcon,
  Send,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { ItemState } from "@/lib/annotation/item-state";

const LOOKS = {
  new: { icon: CircleDashed, classes: "bg-state-new-soft text-state-new" },
  in_progress: {
    icon: CircleDotDashed,
    classes: "bg-state-in-progress-soft text-state-in-progress",
  },
  submitted: { icon: Send, classes: "bg-state-submitted-soft text-state-submitted" },
  accepted: { icon: CircleCheck, classes: "bg-state-accepted-soft text-state-accepted" },
  rejected: { icon: CircleX, classes: "bg-state-rejected-soft text-state-rejected" },
  skipped: { icon: CircleSlash, classes: "bg-state-skipped-soft text-state-skipped" },
} satisfies Record<ItemState, { icon: LucideIcon; classes: string }>;

export function StateBadge({ state, className }: { state: ItemState; className?: string }) {
  const t = useTranslations("items");
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
      {t(`state.${state}`)}
    </span>
  );
}

export function StateIcon({ state }: { state: ItemState }) {
  const Icon = LOOKS[state].icon;
  return <Icon aria-hidden="true" />;
}
