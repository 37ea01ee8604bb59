"use client";

import { Download, MoreHorizontal, Upload } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { type LabelFile, type LabelView, labelForFile } from "@/lib/api/labels";

/** Labels out to a JSON file and in from one. */
export function LabelFileMenu({
  projectName,
  labels,
  onImport,
}: {
  projectName: string;
  labels: readonly LabelView[];
  /** What the file holds as JSON; the server knows more kinds of it than our own. */
  onImport: (file: unknown) => void;
}) {
  const t = useTranslations("labels");
  const input = useRef<HTMLInputElement>(null);

  async function read(file: File) {
    try {
      onImport(JSON.parse(await file.text()));
    } catch {
      toast.error(t("file.wrong", { name: file.name }));
    }
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label={t("file.menu")} icon={<MoreHorizontal />} variant="secondary" />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem
            icon={<Download />}
            disabled={labels.length === 0}
            onSelect={() => download(projectName, labels)}
          >
            {t("file.export")}
          </DropdownMenuItem>
          <DropdownMenuItem icon={<Upload />} onSelect={() => input.current?.click()}>
            {t("file.import")}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        aria-label={t("file.import")}
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file !== undefined) void read(file);
        }}
      />
    </>
  );
}

function download(projectName: string, labels: readonly LabelView[]): void {
  const file: LabelFile = {
    trazo: "labels",
    version: 1,
    labels: labels.map(labelForFile),
  };
  const text = `${JSON.stringify(file, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${projectName.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}-labels.json`;
  link.click();
  URL.revokeObjectURL(url);
}
