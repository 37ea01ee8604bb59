"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { apiFetch } from "@/lib/api/client";
import { type ImportPreview, importPreviewSchema, type TableChoice } from "@/lib/api/imports";
import { mappingOf, type Roles, rolesOf, withRole } from "./record-roles";
import { type Reading, RecordsReading } from "./records-reading";
import { RecordsTable } from "./records-table";
import type { ImportChoice } from "./use-import";

type Chosen = Pick<ImportChoice, "format" | "table">;
const DETECTED: Reading = { format: null, encoding: null, delimiter: null, hasHeader: true };

/** What a file of records is: its format, its encoding, what its columns mean; with its first rows to judge by. */
export function RecordsForm(props: {
  projectId: string;
  uploadId: string;
  isPending: boolean;
  onLook(chosen: Chosen): void;
  onCancel(): void;
}) {
  const { projectId, uploadId, isPending, onLook, onCancel } = props;
  const t = useTranslations("data");
  const errorMessage = useErrorMessage();
  const [formatId, setFormatId] = useState<string | null>(null);
  const [reading, setReading] = useState(DETECTED);
  const [roles, setRoles] = useState<Roles>(new Map());
  const [separator, setSeparator] = useState("");
  const { data, error } = useQuery({
    queryKey: ["import-preview", uploadId, reading],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/imports/preview`, {
        method: "POST",
        body: { uploadId, ...reading },
        schema: importPreviewSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) {
    return (
      <>
        <Notice variant="danger">{errorMessage(error)}</Notice>
        <div className="flex justify-end">
          <Button onClick={onCancel}>{t("import.discard")}</Button>
        </div>
      </>
    );
  }
  if (!data) return <Skeleton className="h-64 w-full" />;

  const { table } = data;
  const chosenId = formatId ?? firstChoice(data);
  const known = rolesOf(table?.columns ?? [], table?.mapping ?? null);
  // What a person said of a column counts as long as the column is there.
  const shown = new Map([...known].map(([column, role]) => [column, roles.get(column) ?? role]));
  const isTable = chosenId === "table" && table !== null;
  const isReady = !isTable || [...shown.values()].includes("text");

  function look() {
    const choice: TableChoice = { ...reading, mapping: null };
    if (isTable)
      onLook({ format: "table", table: { ...choice, mapping: mappingOf(shown, separator) } });
    else onLook({ format: chosenId, table: chosenId === "files" ? choice : null });
  }

  return (
    <>
      <RecordsReading
        {...{ preview: data, formatId: chosenId, reading, separator }}
        hasClasses={isTable && [...shown.values()].includes("class")}
        onFormat={setFormatId}
        onReading={setReading}
        onSeparator={setSeparator}
      />
      {isTable ? (
        <RecordsTable
          table={table}
          roles={shown}
          onRole={(column, role) => setRoles(withRole(shown, column, role))}
        />
      ) : (
        <p className="text-muted-foreground text-sm">{whyOf(data, chosenId)}</p>
      )}
      {isReady ? null : <Notice variant="warning">{t("records.noText")}</Notice>}
      <div className="sticky bottom-0 -mb-4 flex justify-end gap-2 border-t bg-inherit py-4">
        <Button onClick={onCancel}>{t("import.discard")}</Button>
        <Button variant="primary" disabled={!isReady} isPending={isPending} onClick={look}>
          {t("records.look")}
        </Button>
      </div>
    </>
  );
}

/** A text file of one line is one item; of more, each line may be. */
function firstChoice({ formats, table }: ImportPreview): string {
  const best = formats[0]?.id ?? "table";
  return best === "files" && table?.format === "lines" && table.rows.length > 1 ? "table" : best;
}

function whyOf({ formats }: ImportPreview, formatId: string): string {
  return formats.find(({ id }) => id === formatId)?.why ?? "";
}
