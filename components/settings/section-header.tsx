import type { ReactNode } from "react";

/** Title of a settings page, what it decides, and its actions at the right. */
export function SectionHeader({
  title,
  description,
  actions,
}: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-4 flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {description === undefined ? null : (
          <p className="mt-1 max-w-[80ch] text-pretty text-muted-foreground">{description}</p>
        )}
      </div>
      {actions === undefined ? null : <div className="flex shrink-0 gap-2">{actions}</div>}
    </header>
  );
}
