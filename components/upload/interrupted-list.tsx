"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { formatBytes } from "@/components/ui/format-bytes";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { discardUpload } from "./open-upload";
import type { Interrupted } from "./use-interrupted";

/** What was cut off by a reload, and what to do to go on. */
export function InterruptedList({ uploads }: { uploads: readonly Interrupted[] }) {
  const t = useTranslations("upload");
  const format = useFormatter();
  if (uploads.length === 0) return null;
  return (
    <section aria-labelledby="upload-interrupted" className="grid gap-2">
      <h3 id="upload-interrupted" className="font-medium">
        {t("interrupted.title", { count: uploads.length })}
      </h3>
      <p className="text-muted-foreground text-xs">{t("interrupted.hint")}</p>
      <ul className="divide-y rounded-md border">
        {uploads.map(({ uploadId, projectId, path, sizeBytes, receivedBytes }) => (
          <li key={uploadId} className="flex items-center gap-2 px-3 py-2">
            <div className="min-w-0 flex-1">
              <Link href={`/projects/${projectId}/items`} className="block hover:underline">
                <MiddleTruncate text={path} className="text-sm" />
              </Link>
              <span data-numeric className="text-muted-foreground text-xs">
                {t("interrupted.arrived", {
                  share: format.number(receivedBytes / sizeBytes, { style: "percent" }),
                  size: formatBytes(sizeBytes, format),
                })}
              </span>
            </div>
            <Button size="sm" onClick={() => discardUpload(uploadId)}>
              {t("interrupted.discard")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
