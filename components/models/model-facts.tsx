"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { formatBytes } from "@/components/ui/format-bytes";
import type { ModelVersion } from "@/lib/api/models";

/** Task, classes, size and licence, in one line. */
export function ModelFacts({ version }: { version: ModelVersion }) {
  const t = useTranslations("models");
  const format = useFormatter();
  const isFile = version.files.length > 0;
  const bytes = [...version.files, ...version.assets].reduce((sum, file) => sum + file.bytes, 0);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted-foreground text-xs">
      <Badge variant="neutral">{t(`task.${version.task}`)}</Badge>
      <span data-numeric>{t("classCount", { count: version.classes.length })}</span>
      <span data-numeric>{formatBytes(bytes, format)}</span>
      {isFile || version.licence !== "" ? (
        <span className="min-w-0 truncate">
          {version.licence === "" ? t("licenceUnknown") : version.licence}
        </span>
      ) : null}
    </p>
  );
}
