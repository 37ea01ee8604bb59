"use client";

import { useId } from "react";
import { Label } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { useEditorCommand } from "./use-editor-command";

/** A command that is on or off, with its name and its key. */
export function CommandSwitch({ command }: { command: string }) {
  const id = useId();
  const { title, shortcut, isActive = false, run } = useEditorCommand(command);
  return (
    <div className="flex h-7 items-center gap-2">
      <Label htmlFor={id} className="flex-1 font-normal">
        {title}
      </Label>
      {shortcut === undefined ? null : <Kbd shortcut={shortcut} />}
      <Switch id={id} checked={isActive} onCheckedChange={run} />
    </div>
  );
}
