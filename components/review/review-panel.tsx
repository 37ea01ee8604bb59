"use client";

import { useFormatter, useNow, useTranslations } from "use-intl";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { notAfter } from "@/components/ui/not-after";
import { Notice } from "@/components/ui/notice";
import type { ItemReview, ReviewNeed } from "@/lib/api/review";
import { ComparePanel } from "./compare/compare-panel";
import type { Comparison } from "./compare/use-comparison";
import { DecisionForm, type DecisionFormRefs } from "./decision-form";
import type { ReviewCommandContext } from "./review-commands";
import type { ReviewDraft } from "./review-draft";
import { useItemReviews } from "./use-item-reviews";

export type LabelledBy = { id: string; name: string; score: number | null };

/** Who labelled the item, what differs, why it goes back, and what was decided before. */
export function ReviewPanel({
  needs,
  agreement,
  people,
  reasons,
  draft,
  comparison,
  review,
  refs,
  onDraft,
  onSend,
}: {
  needs: ReviewNeed | null;
  agreement: number | null;
  people: readonly LabelledBy[];
  reasons: readonly string[];
  draft: ReviewDraft;
  comparison: Comparison;
  review: ReviewCommandContext;
  refs: DecisionFormRefs;
  onDraft(change: Partial<ReviewDraft>): void;
  onSend(): void;
}) {
  const t = useTranslations("review.panel");
  const { data } = useEditorPage();
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto overflow-x-hidden">
      <Authors people={people} agreement={agreement} />
      {needs === "adjudication" ? (
        <Notice variant="warning" className="mx-3 mb-3 text-pretty">
          {t("adjudicate")}
        </Notice>
      ) : null}
      {comparison.isPossible && comparison.isOn ? (
        <ComparePanel comparison={comparison} review={review} className="border-t" />
      ) : null}
      <div className="border-t p-3">
        <DecisionForm
          reasons={reasons}
          people={people}
          draft={draft}
          canDecide={review.canDecide}
          refs={refs}
          onChange={onDraft}
          onSend={onSend}
        />
      </div>
      <Earlier key={data.item.id} itemId={data.item.id} />
    </div>
  );
}

function Authors({
  people,
  agreement,
}: {
  people: readonly LabelledBy[];
  agreement: number | null;
}) {
  const t = useTranslations("review.panel");
  const format = useFormatter();
  if (people.length === 0 && agreement === null) return null;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-1.5 p-3">
      {people.length === 0 ? null : (
        <>
          <dt className="text-muted-foreground">{t("by")}</dt>
          <dd className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
            {people.map(({ id, name, score }) => (
              <span key={id} className="flex min-w-0 items-center gap-1.5">
                <Avatar name={name} size="sm" aria-hidden="true" />
                <span className="truncate" title={name}>
                  {name}
                </span>
                {score === null ? null : (
                  <Badge data-numeric>
                    {t("score", { value: format.number(score, { style: "percent" }) })}
                  </Badge>
                )}
              </span>
            ))}
          </dd>
        </>
      )}
      {agreement === null ? null : (
        <>
          <dt className="text-muted-foreground">{t("agreement")}</dt>
          <dd data-numeric className="font-medium">
            {format.number(agreement, { style: "percent" })}
          </dd>
        </>
      )}
    </dl>
  );
}

function Earlier({ itemId }: { itemId: string }) {
  const t = useTranslations("review.panel");
  const reviews = useItemReviews(itemId).data?.reviews ?? [];
  if (reviews.length === 0) return null;
  return (
    <section className="grid gap-3 border-t p-3">
      <h3 className="font-medium">{t("earlier")}</h3>
      <ul className="grid gap-3">
        {reviews.map((review) => (
          <li key={review.id}>
            <Decision review={review} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Decision({ review }: { review: ItemReview }) {
  const t = useTranslations("review");
  const format = useFormatter();
  const now = useNow();
  const { reviewer, decision, reasons, comment, createdAt } = review;
  return (
    <div className="grid gap-1 text-xs">
      <p className="flex min-w-0 items-center gap-1.5">
        <span
          className={cn(
            "shrink-0 font-medium",
            decision === "reject" ? "text-state-rejected" : "text-state-accepted",
          )}
        >
          {t(`decision.${decision}`)}
        </span>
        {reviewer ? <span className="truncate text-muted-foreground">{reviewer.name}</span> : null}
        <span className="ml-auto shrink-0 text-muted-foreground">
          {format.relativeTime(notAfter(createdAt, now), { now, style: "narrow" })}
        </span>
      </p>
      <Reasons reasons={reasons} comment={comment} />
    </div>
  );
}

/** Why, in the project's words and in the reviewer's. */
export function Reasons({ reasons, comment }: Pick<ItemReview, "reasons" | "comment">) {
  return (
    <>
      {reasons.length > 0 ? (
        <ul className="flex flex-wrap gap-1">
          {reasons.map((reason) => (
            <li key={reason}>
              <Badge variant="danger" className="h-auto min-h-5 whitespace-normal">
                {reason}
              </Badge>
            </li>
          ))}
        </ul>
      ) : null}
      {comment === "" ? null : (
        <p dir="auto" className="whitespace-pre-wrap break-words text-sm">
          {comment}
        </p>
      )}
    </>
  );
}
