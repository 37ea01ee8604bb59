"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { useStore } from "zustand";
import type { OpenedMedia } from "@/components/editor/media/opened-media";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ImageLoadError } from "./image-loader";
import { ViewBar } from "./view-bar";

// Konva touches `window` when it is loaded.
const ImageCanvas = dynamic(() => import("./image-canvas").then((module) => module.ImageCanvas), {
  ssr: false,
});

/** The image with what is drawn on it, and how it is looked at. */
export function ImageStage({ media }: { media: OpenedMedia }) {
  if (media.kind !== "image") throw new TypeError("ImageStage needs an image");
  const content = useStore(media.shown, (state) => state.content);
  const error = useStore(media.shown, (state) => state.error);
  return (
    <>
      <ImageCanvas content={content} />
      <ViewBar className="absolute bottom-3 left-3" />
      {error === null ? null : <ImageFailed error={error} onRetry={media.retry} />}
    </>
  );
}

function ImageFailed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const t = useTranslations("canvas.failed");
  const status = error instanceof ImageLoadError ? error.status : null;
  const reason =
    status === null ? t("network") : status >= 400 ? t("fetch", { status }) : t("decode");
  return (
    <div className="absolute inset-x-0 top-4 mx-auto w-fit max-w-md">
      <Notice variant="danger">
        <p className="font-medium">{t("title")}</p>
        <p>{reason}</p>
        <Button size="sm" className="mt-2" onClick={onRetry}>
          {t("retry")}
        </Button>
      </Notice>
    </div>
  );
}
