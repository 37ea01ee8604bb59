import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

export function Table({ className, ...props }: ComponentProps<"table">) {
  return (
    <div data-slot="table-scroll" className="w-full overflow-x-auto">
      <table
        data-slot="table"
        className={cn("w-full border-collapse text-sm", className)}
        {...props}
      />
    </div>
  );
}

export function TableHeader({ className, ...props }: ComponentProps<"thead">) {
  return <thead data-slot="table-header" className={cn("border-b", className)} {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody data-slot="table-body" {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      data-slot="table-row"
      className={cn(
        "border-b last:border-b-0 hover:bg-accent aria-selected:bg-primary-soft",
        className,
      )}
      {...props}
    />
  );
}

/** `isNumeric` aligns right; give it to the head and the cells of a column. */
export function TableHead({
  className,
  isNumeric = false,
  ...props
}: ComponentProps<"th"> & { isNumeric?: boolean }) {
  return (
    <th
      data-slot="table-head"
      scope="col"
      className={cn(
        "h-8 whitespace-nowrap px-3 text-left font-medium text-muted-foreground text-xs",
        isNumeric && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({
  className,
  isNumeric = false,
  ...props
}: ComponentProps<"td"> & { isNumeric?: boolean }) {
  return (
    <td
      data-slot="table-cell"
      className={cn("h-9 px-3", isNumeric && "text-right tabular-nums", className)}
      {...props}
    />
  );
}
