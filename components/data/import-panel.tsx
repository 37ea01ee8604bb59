"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { Panel } from "@/components/ui/panel";
import { acceptOf } from "@/components/upload/accepted-files";
import { isArchive } from "@/components/upload/upload-transport";
import type { MediaKind } from "@/lib/media/media";
import { Carries } from "./carries";
import type { ExportFormat } from "./export-options";
import { ImportSteps } from "./import-steps";
import { useImport } from "./use-import";

/** A dataset comes in: upload, report, confirm, progress, result. */
export function ImportPanel(props: {
  projectId: string;
  mediaKind: MediaKind;
  /** That can be read. */
  formats: readonly ExportFormat[];
}) {
  const { projectId, mediaKind, formats } = props;
  const t = useTranslations("data");
  const work = useImport(projectId);
  return (
    <Panel title={t("import.title")}>
      <div className="grid gap-4 bg-card">
        {work.step.kind === "idle" ? (
          <>
            <DropZone
              mediaKind={mediaKind}
              onFile={(file) =>
                work.open(file, {
                  asksFirst: mediaKind === "text" && !isArchive({ path: file.name }),
                })
              }
            />
            <Formats {...{ formats, mediaKind }} />
          </>
        ) : (
          <ImportSteps
            work={work}
            projectId={projectId}
            next={{ label: t("import.another"), run: work.reset }}
          />
        )}
      </div>
    </Panel>
  );
}

/** What can come in, and what of it. */
function Formats(props: { formats: readonly ExportFormat[]; mediaKind: MediaKind }) {
  const { formats, mediaKind } = props;
  const t = useTranslations("data");
  return (
    <details>
      <summary className="w-fit cursor-default rounded-sm text-muted-foreground text-sm">
        {t("import.formats")}
      </summary>
      <ul className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {formats
          .filter(({ carries }) => carries.geometries.length > 0)
          .map(({ id, name, carries }) => (
            <li key={id} className="min-w-0">
              <p className="text-sm">{name}</p>
              <Carries carries={carries} mediaKind={mediaKind} />
            </li>
          ))}
      </ul>
    </details>
  );
}

function DropZone({ mediaKind, onFile }: { mediaKind: MediaKind; onFile(file: File): void }) {
  const t = useTranslations("data");
  return (
    <FileDrop
      label={t("import.dropLabel")}
      accept={mediaKind === "image" ? ".zip,.json" : acceptOf(mediaKind)}
      className="flex flex-wrap items-center gap-x-6 gap-y-3 px-6 py-6"
      onFile={onFile}
    >
      {(choose) => (
        <>
          <p className="min-w-64 max-w-[68ch] flex-1 text-muted-foreground">
            {t(`import.intro.${mediaKind}`)}
          </p>
          <div className="flex items-center gap-3">
            <span className="text-muted-foreground text-xs">{t("import.drop")}</span>
            <Button icon={<FileUp />} onClick={choose}>
              {t("import.choose")}
            </Button>
          </div>
        </>
      )}
    </FileDrop>
  );
}
