import { cn } from "@/components/ui/cn";

/** Four corners of a drawn box around the thing itself. The same drawing as public/icon.svg. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={cn("size-5", className)}>
      <rect width="32" height="32" rx="7" className="fill-primary" />
      <path
        d="M8.5 12V8.5H12M20 8.5h3.5V12M23.5 20v3.5H20M12 23.5H8.5V20"
        fill="none"
        stroke="#fff"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <rect x="12.5" y="12.5" width="7" height="7" rx="1.5" fill="#fff" />
    </svg>
  );
}

export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-base tracking-tight">
      <LogoMark />
      Trazo
    </span>
  );
}
