"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";

/** The tick stays this long after copying. */
const COPIED_MS = 2000;

/** A value to take away: a link, a token, a command. */
export function CopyField({
  label,
  value,
  className,
}: {
  label: string;
  value: string;
  className?: string;
}) {
  const t = useTranslations("ui");
  const input = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setIsCopied(true);
    } catch {
      // Without a secure context there is no clipboard: the text is left selected to copy.
      input.current?.select();
    }
  }

  return (
    <div data-slot="copy-field" className={cn("flex items-center gap-1", className)}>
      <Input
        ref={input}
        readOnly
        aria-label={label}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
        className="font-mono text-xs"
      />
      <IconButton
        label={isCopied ? t("copied") : t("copy")}
        icon={isCopied ? <Check className="text-success" /> : <Copy />}
        variant="secondary"
        onClick={() => void copy()}
      />
    </div>
  );
}
