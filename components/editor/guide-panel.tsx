"use client";

import { BookOpen } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { OpenMedia } from "@/lib/api/open-item";
import { useEditorPage } from "./editor-page-context";
import { formatBytes } from "./format-bytes";

// Markdown is large and most of the time unread, so it comes when the guide is opened.
const GuideMarkdown = lazy(() =>
  import("./guide-markdown").then((module) => ({ default: module.GuideMarkdown })),
);

/** How to label, as the project's manager wrote it, and what is known of this item. */
export function GuidePanel() {
  const t = useTranslations("editor.guide");
  const { guide } = useEditorPage().project;
  return (
    <div className="p-3">
      {guide.trim() === "" ? (
        <EmptyState
          className="px-2 py-6"
          icon={<BookOpen />}
          title={t("empty")}
          description={t("emptyAbout")}
        />
      ) : (
        <Suspense fallback={<GuideSkeleton />}>
          <GuideMarkdown text={guide} />
        </Suspense>
      )}
      <ItemDetails />
    </div>
  );
}

function GuideSkeleton() {
  return (
    <div className="grid gap-2">
      {["w-2/3", "w-full", "w-11/12", "w-5/6"].map((width) => (
        <Skeleton key={width} className={`h-4 ${width}`} />
      ))}
    </div>
  );
}

function ItemDetails() {
  const t = useTranslations("editor.details");
  const format = useFormatter();
  const { item, media } = useEditorPage().data;
  const warnings = media.kind === "text" ? [] : media.info.warnings;
  const metadata = Object.entries(item.metadata);
  return (
    <section className="mt-5 border-t pt-3">
      <h2 className="mb-2 font-medium">{t("title")}</h2>
      {warnings.map((warning) => (
        <Notice key={warning} variant="warning" className="mb-2">
          {t(`warning.${warning}`)}
        </Notice>
      ))}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
        <Detail name={t("name")}>{item.name}</Detail>
        <Measures media={media} />
        <Detail name={t("bytes")}>{formatBytes(item.bytes, format)}</Detail>
        <Detail name={t("mediaType")}>{item.mediaType}</Detail>
        <Detail name={t("split")}>{item.split ?? t("noSplit")}</Detail>
        {metadata.map(([key, value]) => (
          <Detail key={key} name={key}>
            {typeof value === "string" ? value : JSON.stringify(value)}
          </Detail>
        ))}
      </dl>
    </section>
  );
}

/** How large the item is, as its kind of media counts. */
function Measures({ media }: { media: OpenMedia }) {
  const t = useTranslations("editor.details");
  const format = useFormatter();
  const plain = (value: number) => format.number(value, { useGrouping: false });
  switch (media.kind) {
    case "image": {
      const { width, height } = media.info;
      return (
        <Detail name={t("size")}>
          {t("pixels", { width: plain(width), height: plain(height) })}
        </Detail>
      );
    }
    case "text": {
      const { length: count, lines } = media.info;
      return <Detail name={t("length")}>{t("characters", { count, lines })}</Detail>;
    }
    case "audio": {
      const { durationS, codec, sampleRate, channels } = media.info;
      const seconds = format.number(durationS, { maximumFractionDigits: 3 });
      return (
        <>
          <Detail name={t("length")}>{t("duration", { seconds })}</Detail>
          <Detail name={t("sound")}>
            {t("soundFacts", { codec, rate: plain(sampleRate), channels })}
          </Detail>
        </>
      );
    }
  }
}

function Detail({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted-foreground">{name}</dt>
      <dd data-numeric className="break-words">
        {children}
      </dd>
    </div>
  );
}
