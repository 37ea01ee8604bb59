"use client";

import { useTranslations } from "use-intl";
import type { LabelView } from "@/lib/api/labels";
import { questionsOf } from "@/lib/editor/answers";
import type { MediaKind } from "@/lib/media/media";

/** What annotators will be asked about the whole item, as they will see it; nothing when nothing is. */
export function QuestionList({
  labels,
  mediaKind,
}: {
  labels: readonly LabelView[];
  mediaKind: Exclude<MediaKind, "image">;
}) {
  const t = useTranslations("labels");
  const questions = questionsOf(labels);
  if (questions.length === 0) return null;
  return (
    <section className="mt-6">
      <h2 className="mb-2 font-medium text-sm">{t(`questions.${mediaKind}`)}</h2>
      <ul className="grid gap-2">
        {questions.map(({ question, kind, labels: answers }) => (
          <li key={`${kind} ${question} ${answers[0]?.id}`} className="rounded-lg border p-3">
            <p className="flex flex-wrap items-baseline gap-2">
              <span className="font-medium">
                {question || (kind === "text" ? answers[0]?.name : t("questions.untitled"))}
              </span>
              <span className="text-muted-foreground text-xs">
                {t(kind === "text" ? "use.name.answer" : `use.kind.${kind}`)}
              </span>
            </p>
            {kind === "text" ? null : (
              <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
                {answers.map(({ id, name, color }) => (
                  <li key={id} className="flex min-w-0 items-center gap-1.5 text-sm">
                    <span
                      aria-hidden="true"
                      style={{ backgroundColor: color }}
                      className="size-3 shrink-0 rounded-sm"
                    />
                    <span className="truncate">{name}</span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
