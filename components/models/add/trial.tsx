"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { apiFetch } from "@/lib/api/client";
import { itemPageSchema } from "@/lib/api/items";
import { mediaUrl, type OpenItemData, openItemSchema } from "@/lib/api/open-item";
import type { Suggestion } from "@/lib/models/adapter";
import type { RunnableModel, RunResult } from "@/lib/models/model-runner";
import { sha256 } from "@/lib/models/session/sha-256";
import { openRunnable, readItemText } from "../runnable";
import { getRunner } from "../runner";
import { useModelProblem } from "../use-model-problem";
import type { Draft, DraftProblem } from "./own-model";
import { TrialPicture } from "./trial-picture";
import { TrialText } from "./trial-text";

const MAX_LISTED = 200;

type Outcome =
  | { draft: Draft; itemId: string; result: RunResult; text: string }
  | { draft: Draft; error: unknown };

/** Runs the draft on one of the project's items, from the person's own file; nothing is kept. */
export function Trial(props: {
  projectId: string;
  draft: Draft;
  /** What is missing before it can be tried. */
  missing: DraftProblem | null;
  onResult?(isGood: boolean): void;
}) {
  const { projectId, draft, missing, onResult } = props;
  const t = useTranslations("models.trial");
  const problem = useModelProblem();
  const [index, setIndex] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const { data: items } = useQuery({
    queryKey: ["trial-items", projectId],
    queryFn: async ({ signal }) =>
      (await apiFetch(`/api/v1/projects/${projectId}/items`, { schema: itemPageSchema, signal }))
        .items,
  });
  const item = items?.[index];
  const { data: opened } = useQuery({
    queryKey: ["trial-item", item?.id],
    enabled: item !== undefined,
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/items/${item?.id}/open`, { schema: openItemSchema, signal }),
  });

  async function run(data: OpenItemData) {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    const { signal } = controller;
    setRunning(true);
    try {
      const runner = await getRunner();
      const model = await runnableDraft(draft);
      try {
        const text = data.media.kind === "text" ? await readItemText(data.item, signal) : "";
        const result = await runner.suggest(
          model,
          openRunnable(data, () => text),
          { signal },
        );
        setOutcome({ draft, itemId: data.item.id, result, text });
        onResult?.(true);
      } finally {
        await runner.release(model.id);
        for (const { url } of [...model.files, ...model.assets]) URL.revokeObjectURL(url);
      }
    } catch (error) {
      if (signal.aborted) return;
      setOutcome({ draft, error });
      onResult?.(false);
    } finally {
      if (abort.current === controller) setRunning(false);
    }
  }

  const shown = outcome?.draft === draft ? outcome : null;
  return (
    <section aria-label={t("title")} className="grid min-w-0 content-start gap-3">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-medium text-sm">
          {item ? item.name : t("title")}
        </h3>
        <IconButton
          size="icon-sm"
          label={t("previous")}
          icon={<ChevronLeft />}
          disabled={index === 0}
          onClick={() => setIndex(index - 1)}
        />
        <IconButton
          size="icon-sm"
          label={t("next")}
          icon={<ChevronRight />}
          disabled={!items || index + 1 >= items.length}
          onClick={() => setIndex(index + 1)}
        />
        <Button
          variant="primary"
          size="sm"
          icon={<Play />}
          isPending={isRunning}
          disabled={missing !== null || !opened}
          onClick={() => (opened ? void run(opened) : undefined)}
        >
          {t("run")}
        </Button>
      </div>
      {items?.length === 0 ? <Notice variant="warning">{t("noItems")}</Notice> : null}
      {missing === null ? null : <Notice>{t(`missing.${missing}`)}</Notice>}
      {shown && "error" in shown ? <Notice variant="danger">{problem(shown.error)}</Notice> : null}
      {opened?.media.kind === "image" ? (
        <TrialPicture
          url={mediaUrl(opened.item, opened.media.info.display?.name ?? "original")}
          width={opened.media.info.width}
          height={opened.media.info.height}
          classes={draft.classes}
          suggestions={
            shown && "result" in shown && shown.itemId === opened.item.id
              ? shown.result.suggestions
              : []
          }
        />
      ) : null}
      {shown && "result" in shown && shown.itemId === opened?.item.id && shown.text !== "" ? (
        <TrialText
          text={shown.text}
          classes={draft.classes}
          suggestions={shown.result.suggestions}
        />
      ) : null}
      {shown && "result" in shown ? <Result {...shown} /> : null}
    </section>
  );
}

function Result({ draft, result, text }: { draft: Draft; result: RunResult; text: string }) {
  const t = useTranslations("models.trial");
  const format = useFormatter();
  const { suggestions, timing } = result;
  return (
    <div className="grid gap-2">
      <Notice variant={suggestions.length > 0 ? "success" : "warning"}>
        {t(suggestions.length > 0 ? "found" : text === "" ? "foundNone" : "foundNoneText", {
          count: suggestions.length,
          ms: format.number(timing.inferMs, { maximumFractionDigits: 0 }),
        })}
      </Notice>
      <ul className="max-h-40 overflow-y-auto text-xs">
        {suggestions.slice(0, MAX_LISTED).map((suggestion, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown once, as it is
            key={index}
            className="flex gap-3 border-b py-1 last:border-b-0"
          >
            <span className="min-w-0 flex-1 truncate">
              {draft.classes[suggestion.classIndex]}
              {wordsOf(suggestion)}
            </span>
            <span className="text-muted-foreground" data-numeric>
              {placeOf(suggestion, format)}
            </span>
            <span className="w-10 text-right" data-numeric>
              {format.number(suggestion.score, { maximumFractionDigits: 2 })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function wordsOf({ text, attributes }: Suggestion): string {
  const said = text ?? attributes?.["text"];
  return said === undefined || said === "" ? "" : ` “${said}”`;
}

function placeOf({ geometry }: Suggestion, format: ReturnType<typeof useFormatter>): string {
  const round = (value: number) => format.number(value, { maximumFractionDigits: 2 });
  switch (geometry.kind) {
    case "interval":
      return `${round(geometry.start)} – ${round(geometry.end)}`;
    case "box":
      return `${Math.round(geometry.w)} × ${Math.round(geometry.h)}`;
    default:
      return "";
  }
}

async function runnableDraft(draft: Draft): Promise<RunnableModel> {
  const local = (files: Draft["files"]) =>
    Promise.all(
      Object.entries(files).map(async ([role, file]) => ({
        ...{ role, bytes: file.size, hash: await sha256(new Uint8Array(await file.arrayBuffer())) },
        url: URL.createObjectURL(file),
      })),
    );
  return {
    id: `trial-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`,
    adapterId: draft.adapterId,
    files: await local(draft.files),
    assets: await local(draft.assets),
    context: { classes: draft.classes, options: draft.options },
  };
}
