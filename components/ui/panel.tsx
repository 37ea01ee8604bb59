import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A card that rests on the page; with a title it is a region named by it. */
export function Panel({
  title,
  actions,
  className,
  bodyClassName,
  children,
  ...props
}: Omit<ComponentProps<"section">, "title"> & {
  title?: ReactNode;
  actions?: ReactNode;
  bodyClassName?: string;
}) {
  return (
    <section
      data-slot="panel"
      className={cn("rounded-lg border bg-card text-card-foreground", className)}
      {...props}
    >
      {title === undefined ? null : (
        <header className="flex min-h-10 items-center justify-between gap-2 border-b px-4">
          <h2 className="truncate font-medium text-sm">{title}</h2>
          {actions}
        </header>
      )}
      <div className={cn("p-4", bodyClassName)}>{children}</div>
    </section>
  );
}
