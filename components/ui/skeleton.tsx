import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/** Give it the size of what will stand there. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="skeleton"
      aria-hidden="true"
      className={cn("animate-pulse rounded-md bg-secondary", className)}
      {...props}
    />
  );
}
