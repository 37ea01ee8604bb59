import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";

/** A field to search a list. `label` is its name and its placeholder; `className` its width. */
export function SearchInput({
  label,
  onValueChange,
  className,
  ...props
}: Omit<ComponentProps<"input">, "type" | "aria-label" | "placeholder" | "onChange"> & {
  label: string;
  onValueChange(value: string): void;
}) {
  return (
    <div className={cn("relative", className)}>
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted-foreground"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        className="pl-8"
        onChange={(event) => onValueChange(event.target.value)}
        {...props}
      />
    </div>
  );
}
