import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** What this place is for, and the one thing to do here. */
export function EmptyState({
  icon,
  title,
  description,
  action,
  heading: Heading = "h2",
  className,
}: {
  icon?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
  /** h1 where this is the whole page. */
  heading?: "h1" | "h2";
  className?: string;
}) {
  return (
    <div
      data-slot="empty-state"
      className={cn(
        "flex flex-col items-center justify-center gap-1 px-6 py-12 text-center",
        className,
      )}
    >
      {icon === undefined ? null : (
        <div
          aria-hidden="true"
          className="mb-3 flex size-10 items-center justify-center rounded-lg border bg-card text-muted-foreground [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <Heading className="font-semibold text-base">{title}</Heading>
      {description === undefined ? null : (
        <p className="max-w-[44ch] text-balance text-muted-foreground">{description}</p>
      )}
      {action === undefined ? null : <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}
