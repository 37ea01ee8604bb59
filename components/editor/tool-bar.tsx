"use client";

import { Redo2, Undo2 } from "lucide-react";
import { Toolbar } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { CommandButton } from "./command-button";
import { useEditor } from "./editor-context";
import { useMediaView } from "./media/editor-media";

/** The tools at the left of what is annotated, with the way back. One stop of Tab; arrows go on from there. */
export function ToolBar({ className }: { className?: string }) {
  const t = useTranslations("editor");
  const { isReadOnly } = useEditor();
  const { tools } = useMediaView();
  return (
    <Toolbar.Root
      orientation="vertical"
      aria-label={t("tools")}
      className={cn("flex w-10 shrink-0 flex-col gap-0.5 border-r bg-card p-1", className)}
    >
      {tools.map(({ command, icon: Icon }) => (
        <Tool key={command} command={command} icon={<Icon />} />
      ))}
      {isReadOnly ? null : (
        <>
          <Toolbar.Separator className="mx-1 my-1 h-px bg-border" />
          <Tool command="edit.undo" icon={<Undo2 />} />
          <Tool command="edit.redo" icon={<Redo2 />} />
        </>
      )}
    </Toolbar.Root>
  );
}

function Tool({ command, icon }: { command: string; icon: ReactNode }) {
  return (
    <Toolbar.Button asChild>
      <CommandButton
        command={command}
        icon={icon}
        side="right"
        className="aria-pressed:bg-primary-soft aria-pressed:text-primary-text"
      />
    </Toolbar.Button>
  );
}
