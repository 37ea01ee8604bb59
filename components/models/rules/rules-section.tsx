import type { ReactNode } from "react";

/** A part of the form with its name and what there is to know. */
export function RulesSection(props: { title: string; hint: string; children: ReactNode }) {
  const { title, hint, children } = props;
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-2 font-medium text-sm">{title}</legend>
      {children}
      <p className="text-pretty text-muted-foreground text-xs">{hint}</p>
    </fieldset>
  );
}
