import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const LOOKS = {
  info: { icon: Info, classes: "bg-info-soft text-info-foreground" },
  success: { icon: CircleCheck, classes: "bg-success-soft text-success-foreground" },
  warning: { icon: TriangleAlert, classes: "bg-warning-soft text-warning-foreground" },
  danger: { icon: CircleAlert, classes: "bg-danger-soft text-danger-foreground" },
} as const;

/** A message in the flow of the page. A danger is announced at once. */
export function Notice({
  variant = "info",
  className,
  children,
}: {
  variant?: keyof typeof LOOKS;
  className?: string;
  children: ReactNode;
}) {
  const { icon: Icon, classes } = LOOKS[variant];
  return (
    <div
      data-slot="notice"
      role={variant === "danger" ? "alert" : "status"}
      className={cn("flex items-start gap-2 rounded-md px-3 py-2 text-sm", classes, className)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
