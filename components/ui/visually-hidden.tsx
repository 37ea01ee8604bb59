import type { ComponentProps } from "react";

/** Read by screen readers, not seen. */
export function VisuallyHidden(props: ComponentProps<"span">) {
  return <span data-slot="visually-hidden" {...props} className="sr-only" />;
}
