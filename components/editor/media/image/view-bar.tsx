"use client";

import { ChevronDown, Maximize, PanelRight, Scan, ZoomIn, ZoomOut } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { CommandButton } from "@/components/editor/command-button";
import { CommandMenuItem } from "@/components/editor/command-menu-item";
import { ViewOptions } from "@/components/editor/media/view-options";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useLoadedOnOpen } from "@/components/ui/use-loaded-on-open";
import { useImageSession } from "./use-image-editor";

const loadControls = () => import("./image-controls");

/** How the image is shown: its zoom, its light, and what is drawn over it. */
export function ViewBar({ className }: { className?: string }) {
  const t = useTranslations("editor.view");
  const { loaded, isOpen, setOpen } = useLoadedOnOpen(loadControls);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and its own box
    <div
      role="group"
      aria-label={t("title")}
      className={cn(
        "flex h-9 items-center gap-0.5 rounded-lg border bg-card px-1 shadow-sm",
        className,
      )}
    >
      <CommandButton command="view.zoom-out" icon={<ZoomOut />} side="top" size="icon-sm" />
      <ZoomMenu />
      <CommandButton command="view.zoom-in" icon={<ZoomIn />} side="top" size="icon-sm" />
      <CommandButton command="view.fit" icon={<Maximize />} side="top" size="icon-sm" />
      <ViewOptions label={t("image")} className="w-72" open={{ isOpen, setOpen }}>
        {loaded ? <loaded.ImageControls /> : null}
      </ViewOptions>
      <CommandButton
        command="view.panel"
        icon={<PanelRight />}
        side="top"
        size="icon-sm"
        className="ml-auto"
      />
    </div>
  );
}

function ZoomMenu() {
  const t = useTranslations("editor.view");
  const format = useFormatter();
  const percent = useImageSession((state) => Math.round(state.viewport.scale * 100));
  return (
    <DropdownMenu modal={false}>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="sm"
          data-numeric
          className="w-18 gap-1 px-1 font-normal"
          aria-label={t("zoom", { percent })}
        >
          {format.number(percent / 100, { style: "percent" })}
          <ChevronDown aria-hidden="true" className="size-3!" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent
        side="top"
        className="w-56"
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        <CommandMenuItem menu="dropdown" command="view.fit" icon={<Maximize />} />
        <CommandMenuItem menu="dropdown" command="view.actual-size" />
        <CommandMenuItem menu="dropdown" command="view.zoom-to-selection" icon={<Scan />} />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
