"use client";

import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";

/** A place where one file is dropped, or chosen by a button: `children` is given what opens the chooser. */
export function FileDrop(props: {
  /** Of the chooser, for screen readers. */
  label: string;
  accept: string;
  className: string;
  onFile(file: File): void;
  children(choose: () => void): ReactNode;
}) {
  const { label, accept, className, onFile, children } = props;
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a pointer's shortcut for the button inside
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "rounded-lg border border-border-strong border-dashed transition-colors duration-150",
        className,
        isOver && "border-primary bg-primary-soft",
      )}
    >
      {children(() => input.current?.click())}
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = "";
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
