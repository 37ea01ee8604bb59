"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** One answer: its name, its number, and a line on what it means; all of it a link to what is behind. */
export function Fact(props: {
  name: string;
  value: ReactNode;
  hint?: ReactNode;
  href?: string | undefined;
  className?: string;
}) {
  const { name, value, hint, href, className } = props;
  return (
    <div
      className={cn(
        "relative grid min-w-0 content-start gap-0.5 rounded-lg border bg-card px-4 py-3",
        href !== undefined && "transition-colors duration-150 hover:border-border-strong",
        className,
      )}
    >
      <dt className="truncate text-muted-foreground text-xs">{name}</dt>
      <dd className="font-semibold text-xl tracking-tight" data-numeric>
        {href === undefined ? (
          value
        ) : (
          <Link
            href={href}
            className="after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring"
          >
            {value}
          </Link>
        )}
      </dd>
      {hint === undefined ? null : (
        <dd className="text-muted-foreground text-xs" data-numeric>
          {hint}
        </dd>
      )}
    </div>
  );
}
