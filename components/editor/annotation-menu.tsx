"use client";

import {
  ArrowDownToLine,
  ArrowUpToLine,
  CopyPlus,
  EyeOff,
  Link2,
  Lock,
  MoveDown,
  MoveUp,
  ScanEye,
  Tag,
  Trash2,
} from "lucide-react";
import { useTranslations } from "use-intl";
import {
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuSeparator,
  ContextMenuSub,
  ContextMenuSubContent,
  ContextMenuSubTrigger,
} from "@/components/ui/context-menu";
import { toast } from "@/components/ui/toast";
import { runCommand } from "@/lib/commands/run-command";
import { labelCommands } from "@/lib/editor/commands/labels";
import { labelTakes } from "@/lib/editor/label-takes";
import { CommandMenuItem } from "./command-menu-item";
import { copyText } from "./copy-text";
import { useEditor, useSession } from "./editor-context";
import { useEditorPage } from "./editor-page-context";

/** Name of the query parameter that says which annotation to show when the item opens. */
export const ANNOTATION_PARAM = "annotation";
/** More than this is for the label panel and its search. */
const MAX_LABELS = 60;

/** What can be done with the selected annotations; for the list and the canvas alike. */
export function AnnotationMenu() {
  const { kind } = useEditor();
  return (
    <ContextMenuContent className="w-72" onCloseAutoFocus={(event) => event.preventDefault()}>
      <RelabelMenu />
      <CommandMenuItem menu="context" command="edit.duplicate" icon={<CopyPlus />} />
      {kind === "image" ? <OrderMenu /> : null}
      <ContextMenuSeparator />
      <CommandMenuItem menu="context" command="selection.lock" icon={<Lock />} />
      <CommandMenuItem menu="context" command="selection.hide" icon={<EyeOff />} />
      <CommandMenuItem menu="context" command="selection.hide-others" icon={<ScanEye />} />
      <CopyLinkItem />
      <ContextMenuSeparator />
      <CommandMenuItem menu="context" command="edit.delete" icon={<Trash2 />} isDanger />
    </ContextMenuContent>
  );
}

/** What lies in front of what: only where one can cover the other. */
function OrderMenu() {
  const t = useTranslations("editor.menu");
  return (
    <ContextMenuSub>
      <ContextMenuSubTrigger icon={<MoveUp />}>{t("order")}</ContextMenuSubTrigger>
      <ContextMenuSubContent className="w-60">
        <CommandMenuItem menu="context" command="edit.order-front" icon={<ArrowUpToLine />} />
        <CommandMenuItem menu="context" command="edit.order-forward" icon={<MoveUp />} />
        <CommandMenuItem menu="context" command="edit.order-backward" icon={<MoveDown />} />
        <CommandMenuItem menu="context" command="edit.order-back" icon={<ArrowDownToLine />} />
      </ContextMenuSubContent>
    </ContextMenuSub>
  );
}

function RelabelMenu() {
  const t = useTranslations("editor.menu");
  const editor = useEditor();
  const { shell } = useEditorPage();
  const labels = useSession((state) => state.labels);
  const kinds = useSession(() => editor.labelKinds?.());
  const offered = labels.list.filter(
    (label) => !kinds || kinds.some((kind) => labelTakes(label, kind)),
  );
  const shown = offered.slice(0, MAX_LABELS);
  if (editor.isReadOnly || shown.length === 0) return null;
  return (
    <ContextMenuSub>
      <ContextMenuSubTrigger icon={<Tag />}>{t("relabel")}</ContextMenuSubTrigger>
      <ContextMenuSubContent className="max-h-80 w-52">
        {labelCommands(shown).map((command) => (
          <ContextMenuItem
            key={command.id}
            shortcut={command.label.hotkey ?? undefined}
            icon={
              <span
                aria-hidden="true"
                className="size-3 shrink-0 rounded-sm"
                style={{ backgroundColor: command.label.color }}
              />
            }
            onSelect={() => void runCommand(command, { editor, shell })}
          >
            <span className="min-w-0 truncate">{command.label.name}</span>
          </ContextMenuItem>
        ))}
        {offered.length > shown.length ? (
          <p className="px-2 py-1 text-muted-foreground text-xs">{t("moreLabels")}</p>
        ) : null}
      </ContextMenuSubContent>
    </ContextMenuSub>
  );
}

function CopyLinkItem() {
  const t = useTranslations("editor.menu");
  const only = useSession(({ selection }) =>
    selection.size === 1 ? [...selection][0] : undefined,
  );
  return (
    <ContextMenuItem
      icon={<Link2 />}
      disabled={only === undefined}
      onSelect={async () => {
        const url = new URL(window.location.href);
        url.searchParams.set(ANNOTATION_PARAM, only ?? "");
        // Where the browser forbids it, the person can still copy it by hand.
        toast((await copyText(url.href)) ? t("linkCopied") : url.href);
      }}
    >
      {t("copyLink")}
    </ContextMenuItem>
  );
}
