"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";

/** A link within a drawing: by pointer, by keyboard, and into a new tab like any other. */
export function SvgLink(props: { href: string; name: string; children: ReactNode }) {
  const { href, name, children } = props;
  const router = useRouter();
  return (
    <a
      href={href}
      aria-label={name}
      className="cursor-pointer outline-none hover:opacity-80 focus-visible:[&>*]:stroke-2 focus-visible:[&>*]:stroke-ring"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        router.push(href);
      }}
    >
      {children}
    </a>
  );
}
