"use client";

import { Search } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { AnnotationListbox } from "./annotation-listbox";
import { findAnnotations } from "./annotation-rows";
import { useEditor } from "./editor-context";
import { useIdleAnnotations } from "./use-idle-annotations";
import { useLabelLook } from "./use-label-look";

/** How the first annotation is made. */
const EMPTY = { image: "empty", text: "emptyText", audio: "nothing" } as const;

/** Every annotation of the item as a row, in step with the canvas. */
export function AnnotationList({ className }: { className?: string }) {
  const t = useTranslations("editor.list");
  const editor = useEditor();
  const annotations = useIdleAnnotations();
  const lookOf = useLabelLook();
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search);
  const rows = useMemo(
    () =>
      findAnnotations(annotations, {
        search: wanted,
        nameOf: (id) => lookOf(id).name,
        compare: editor.compare,
      }),
    [annotations, wanted, lookOf, editor],
  );
  const total = annotations.size;
  const { kind, isReadOnly } = editor;
  return (
    <section aria-label={t("title")} className={cn("flex min-h-0 flex-col", className)}>
      <div className="relative px-2 pb-1.5">
        <Search
          aria-hidden="true"
          className="absolute top-1.75 left-4 size-3.5 text-muted-foreground"
        />
        <Input
          data-annotation-search
          type="search"
          className="h-7 pl-7"
          aria-label={t("search")}
          placeholder={t("search")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") editor.select(rows.map(({ id }) => id));
            if (event.key === "Escape" && search !== "") setSearch("");
            else if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
          }}
        />
      </div>
      <p data-numeric className="px-3 pb-1 text-muted-foreground text-xs">
        {rows.length === total
          ? t("count", { count: total })
          : t("found", { found: rows.length, count: total })}
      </p>
      {rows.length > 0 ? (
        <AnnotationListbox rows={rows} />
      ) : (
        <div className="px-3 py-4 text-muted-foreground text-xs">
          <p className="text-pretty">
            {t(total > 0 ? "noMatch" : isReadOnly ? "emptyRead" : EMPTY[kind])}
          </p>
          {total === 0 ? null : (
            <Button size="sm" className="mt-2" onClick={() => setSearch("")}>
              {t("clearSearch")}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
