"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { GuideMarkdown } from "@/components/editor/guide-markdown";
import { SectionHeader } from "@/components/settings/section-header";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { MAX_GUIDE } from "@/lib/api/projects";
import type { MediaKind } from "@/lib/media/media";

/** The guide as Markdown beside what annotators will see. Ctrl or ⌘ with S saves. */
export function GuideEditor({
  projectId,
  mediaKind,
  initial,
}: {
  projectId: string;
  mediaKind: MediaKind;
  initial: string;
}) {
  const t = useTranslations("projects");
  const errorMessage = useErrorMessage();
  const [saved, setSaved] = useState(initial);
  const [text, setText] = useState(initial);
  const [isPending, setIsPending] = useState(false);
  const isChanged = text !== saved;
  useWarnBeforeLeaving(isChanged);

  async function save() {
    if (!isChanged || isPending) return;
    setIsPending(true);
    try {
      await apiFetch(`/api/v1/projects/${projectId}`, { method: "PATCH", body: { guide: text } });
      setSaved(text);
    } catch (error) {
      toast.error(errorMessage(error));
    } finally {
      setIsPending(false);
    }
  }

  return (
    <>
      <SectionHeader
        title={t("settings.guide")}
        description={t("guide.description")}
        actions={
          <>
            <span role="status" className="self-center text-muted-foreground text-xs">
              {t(isChanged ? "guide.unsaved" : "guide.saved")}
            </span>
            <Button
              variant="primary"
              disabled={!isChanged}
              isPending={isPending}
              onClick={() => void save()}
            >
              {t("guide.save")}
            </Button>
          </>
        }
      />
      <div className="grid h-[calc(100dvh-13rem)] min-h-80 gap-4 lg:grid-cols-2">
        <Textarea
          aria-label={t("guide.source")}
          spellCheck
          maxLength={MAX_GUIDE}
          placeholder={t(`new.guidePlaceholder.${mediaKind}`)}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void save();
          }}
          className="resize-none p-3 font-mono text-xs leading-5"
        />
        <section
          aria-label={t("guide.preview")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long guide is scrolled by keys
          tabIndex={0}
          className="select-text overflow-y-auto rounded-md border bg-card p-3 text-card-foreground"
        >
          {text.trim() === "" ? (
            <p className="text-muted-foreground">{t("guide.empty")}</p>
          ) : (
            <GuideMarkdown text={text} />
          )}
        </section>
      </div>
    </>
  );
}

function useWarnBeforeLeaving(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", onBeforeUnload);
    return () => window.removeEventListener("beforeunload", onBeforeUnload);
  }, [isChanged]);
}
