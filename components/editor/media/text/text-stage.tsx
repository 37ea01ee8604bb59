"use client";

import "./text-surface.css";
import { useTranslations } from "use-intl";
import { useStore } from "zustand";
import { useEditorPage } from "@/components/editor/editor-page-context";
import type { OpenedMedia } from "@/components/editor/media/opened-media";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { FindBar } from "./find-bar";
import { LabelBar } from "./label-bar";
import type { TextLoadError } from "./text-media";
import { TextPane } from "./text-pane";
import { TextViewBar } from "./text-view-bar";
import { useTextSession } from "./use-text-editor";

/** The text with what is marked in it, how it is looked at, and the search. */
export function TextStage({ media }: { media: OpenedMedia }) {
  if (media.kind !== "text") throw new TypeError("TextStage needs a text");
  const error = useStore(media.failure, (state) => state.error);
  const isFinding = useTextSession((state) => state.find !== null);
  if (error) return <TextFailed error={error} />;
  return (
    <div className="flex h-full flex-col">
      <LabelBar />
      {isFinding ? <FindBar /> : null}
      <div className="relative min-h-0 flex-1">
        <TextPane />
      </div>
      <TextViewBar />
    </div>
  );
}

function TextFailed({ error }: { error: TextLoadError }) {
  const t = useTranslations("text.failed");
  const { reload } = useEditorPage();
  return (
    <div className="absolute inset-x-0 top-4 mx-auto w-fit max-w-md">
      <Notice variant="danger">
        <p className="font-medium">{t("title")}</p>
        <p>{error.status === 0 ? t("network") : t("fetch", { status: error.status })}</p>
        <Button size="sm" className="mt-2" onClick={reload}>
          {t("retry")}
        </Button>
      </Notice>
    </div>
  );
}
