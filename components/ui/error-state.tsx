import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** What happened, what is safe, what to do; and the id that finds it in the log. */
export function ErrorState({
  title,
  description,
  detail,
  action,
  className,
}: {
  title: ReactNode;
  description?: ReactNode;
  detail?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div
      data-slot="error-state"
      role="alert"
      className={cn(
        "flex flex-col items-center justify-center gap-1 px-6 py-12 text-center",
        className,
      )}
    >
      <div
        aria-hidden="true"
        className="mb-3 flex size-10 items-center justify-center rounded-lg bg-danger-soft text-danger-foreground"
      >
        <CircleAlert className="size-5" />
      </div>
      <h2 className="font-semibold text-base">{title}</h2>
      {description === undefined ? null : (
        <p className="max-w-[52ch] text-balance text-muted-foreground">{description}</p>
      )}
      {detail === undefined ? null : (
        <code className="mt-1 select-all font-mono text-muted-foreground text-xs">{detail}</code>
      )}
      {action === undefined ? null : <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}
