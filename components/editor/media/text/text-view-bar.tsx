"use client";

import { AArrowDown, AArrowUp, PanelRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { CommandButton } from "@/components/editor/command-button";
import { CommandSwitch } from "@/components/editor/command-switch";
import { useEditor, usePreferences } from "@/components/editor/editor-context";
import { ViewOptions } from "@/components/editor/media/view-options";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { TEXT_UNITS } from "@/lib/text/segments";
import { useTextEditor, useTextSession } from "./use-text-editor";

const SWITCHES = ["view.label-names", "text.line-numbers", "text.marks", "text.trim"] as const;
const FACES = ["serif", "sans", "mono"] as const;

/** What a selection grows to, and how the text is shown. */
export function TextViewBar() {
  const t = useTranslations("text.view");
  const editor = useTextEditor();
  const unit = useTextSession((state) => state.unit);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and its own box
    <div
      role="group"
      aria-label={t("title")}
      className="flex h-9 shrink-0 items-center gap-0.5 border-t bg-card px-1"
    >
      <SegmentedControl
        label={t("unit")}
        className="h-7"
        value={unit}
        onValueChange={(value) => editor.session.setState({ unit: value })}
        segments={TEXT_UNITS.map((value) => ({ value, label: t(`units.${value}`) }))}
      />
      <span className="mx-1 h-4 border-l" />
      <CommandButton command="view.zoom-out" icon={<AArrowDown />} side="top" size="icon-sm" />
      <CommandButton command="view.zoom-in" icon={<AArrowUp />} side="top" size="icon-sm" />
      <ViewOptions label={t("options")} className="w-80">
        <Options />
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

function Options() {
  const t = useTranslations("text.view");
  const { preferences } = useEditor();
  const face = usePreferences((state) => state.textFace);
  return (
    <div className="grid gap-2">
      <SegmentedControl
        label={t("face")}
        value={face}
        onValueChange={(textFace) => preferences.setState({ textFace })}
        segments={FACES.map((value) => ({ value, label: t(`faces.${value}`) }))}
      />
      <div className="grid gap-1 border-t pt-2">
        {SWITCHES.map((command) => (
          <CommandSwitch key={command} command={command} />
        ))}
      </div>
    </div>
  );
}
