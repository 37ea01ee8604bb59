"use client";

import { useDeferredValue, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import type { Annotation } from "@/lib/annotation/annotation";
import { relabelPatch } from "@/lib/editor/edit";
import { labelTakes } from "@/lib/editor/label-takes";
import { AttributeFields } from "./attribute-fields";
import { useEditor, useSession } from "./editor-context";
import { useMediaView } from "./media/editor-media";
import { useLabelLook } from "./use-label-look";

/** The one selected annotation in numbers: what the hand cannot place exactly, the keyboard can. */
export function Inspector() {
  const t = useTranslations("editor.inspector");
  const { document, isEditable } = useEditor();
  const { Fields, ownAttributes = [] } = useMediaView();
  const selected = useSession(({ selection }) =>
    selection.size === 1 ? [...selection][0] : undefined,
  );
  // What was made or picked is on screen first: these fields push the list about, and come a frame later.
  const id = useDeferredValue(selected);
  const read = () => (id === undefined ? undefined : document.current().get(id));
  const annotation = useSyncExternalStore(document.subscribe, read, read);
  useSession((state) => state.locked);
  useSession((state) => state.hidden);
  if (!annotation) return null;
  const isLocked = !isEditable(annotation.id);
  return (
    <section aria-label={t("title")} className="grid shrink-0 gap-2 border-t p-2">
      <LabelChoice annotation={annotation} isDisabled={isLocked} />
      <Fields annotation={annotation} isDisabled={isLocked} />
      <AttributeFields annotation={annotation} isDisabled={isLocked} />
      <OtherAttributes annotation={annotation} isShown={(name) => !ownAttributes.includes(name)} />
    </section>
  );
}

function LabelChoice({ annotation, isDisabled }: { annotation: Annotation; isDisabled: boolean }) {
  const t = useTranslations("editor.inspector");
  const editor = useEditor();
  const labels = useSession((state) => state.labels);
  const look = useLabelLook()(annotation.labelId);
  return (
    <select
      aria-label={t("label")}
      className={cn(controlClasses, "h-7 px-2")}
      disabled={isDisabled}
      value={annotation.labelId}
      onChange={(event) => {
        const { value } = event.target;
        editor.commit(relabelPatch(editor.document.current(), [annotation.id], value));
      }}
    >
      {look.isKnown ? null : (
        <option value={annotation.labelId} disabled>
          {look.name}
        </option>
      )}
      {labels.list
        .filter((label) => labelTakes(label, annotation.geometry.kind))
        .map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
    </select>
  );
}

/** Those that no field is for: what an import brought along. */
function OtherAttributes({
  annotation,
  isShown,
}: {
  annotation: Annotation;
  isShown(name: string): boolean;
}) {
  const labels = useSession((state) => state.labels);
  const asked = new Set(labels.get(annotation.labelId)?.attributes?.map(({ name }) => name) ?? []);
  const entries = Object.entries(annotation.attributes).filter(
    ([name]) => !asked.has(name) && isShown(name),
  );
  if (entries.length === 0) return null;
  return (
    <dl className="grid max-h-24 grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 overflow-y-auto text-xs">
      {entries.map(([key, value]) => (
        <div key={key} className="contents">
          <dt className="text-muted-foreground">{key}</dt>
          <dd className="break-words">{Array.isArray(value) ? value.join(", ") : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
