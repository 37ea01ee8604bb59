import type { ReactNode } from "react";

/** The frame of every page before signing in. */
export function AuthCard({
  title,
  description,
  footer,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="w-full max-w-92">
      <div className="rounded-lg bg-card p-7 text-card-foreground shadow-sm">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {description === undefined ? null : (
          <div className="mt-1.5 text-muted-foreground">{description}</div>
        )}
        {children === undefined ? null : <div className="mt-6">{children}</div>}
      </div>
      {footer === undefined ? null : (
        <div className="mt-4 text-center text-muted-foreground">{footer}</div>
      )}
    </div>
  );
}
