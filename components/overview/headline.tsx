"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { FINISHED_STATES, type ProjectStatistics } from "@/lib/api/statistics";
import { Fact } from "./fact";
import { DAY_MS, itemsHref } from "./links";
import { useDay } from "./use-day";

/** What one wants to know first, in numbers that lead to their items. */
export function Headline({ projectId, data }: { projectId: string; data: ProjectStatistics }) {
  const t = useTranslations("statistics.headline");
  const format = useFormatter();
  const number = (value: number) => format.number(value);
  const { done, total, counts, agreement, needsReview, needsAdjudication } = data;
  const { openThreads, threadItems } = data;
  const left = counts.new + counts.in_progress + counts.rejected;
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-[1fr_1.4fr_1fr_1fr_1fr]">
      <Fact
        name={t("done")}
        value={format.number(total === 0 ? 0 : Math.floor((done / total) * 1_000) / 1_000, {
          style: "percent",
          maximumFractionDigits: done === total ? 0 : 1,
        })}
        hint={t("doneOf", { done: number(done), total: number(total) })}
        href={itemsHref(projectId, { state: FINISHED_STATES, needs: "none" })}
      />
      <Finish projectId={projectId} data={data} left={left} />
      <Fact
        name={t("agreement")}
        value={
          agreement
            ? format.number(agreement.mean, {
                style: "percent",
                minimumFractionDigits: 1,
                maximumFractionDigits: 1,
              })
            : "–"
        }
        hint={
          agreement
            ? t("agreementOf", { count: agreement.items, shown: number(agreement.items) })
            : t("noAgreement")
        }
        href={agreement ? `/projects/${projectId}/agreement` : undefined}
      />
      <Fact
        name={t("review")}
        value={number(needsReview)}
        hint={
          needsAdjudication > 0 ? (
            <Link
              href={itemsHref(projectId, { needs: "adjudication" })}
              className="relative z-10 underline decoration-border-strong underline-offset-4 hover:decoration-current"
            >
              {t("adjudication", { count: needsAdjudication, shown: number(needsAdjudication) })}
            </Link>
          ) : (
            t(needsReview > 0 ? "reviewWaiting" : "reviewNone")
          )
        }
        href={itemsHref(projectId, { needs: "review" })}
      />
      <Fact
        name={t("comments")}
        value={number(openThreads)}
        hint={
          openThreads > 0
            ? t("commentsOn", { count: threadItems, shown: number(threadItems) })
            : t("commentsNone")
        }
        href={itemsHref(projectId, { threads: "open" })}
      />
    </dl>
  );
}

/** When everything is labelled; with its range, and what it rests on. */
function Finish(props: { projectId: string; data: ProjectStatistics; left: number }) {
  const { projectId, left } = props;
  const { forecast, total, today } = props.data;
  const t = useTranslations("statistics.headline");
  const format = useFormatter();
  const day = useDay();
  const href = itemsHref(projectId, { state: ["new", "in_progress", "rejected"] });
  const name = t("finish");
  switch (forecast.kind) {
    case "finished":
      return (
        <Fact
          name={name}
          value={total === 0 ? "–" : t("finished")}
          hint={total === 0 ? t("noItems") : t("nothingLeft")}
        />
      );
    case "unknown":
      return (
        <Fact
          {...{ name, href }}
          value={t("tooEarly")}
          hint={t("tooEarlyHint", { count: forecast.days, needed: forecast.needed })}
        />
      );
    case "far":
      return (
        <Fact {...{ name, href }} value={t("far", { years: forecast.years })} hint={t("farHint")} />
      );
    case "date": {
      const nameOf = (at: number) => (yearOf(at) === yearOf(today) ? day.short(at) : day.long(at));
      const pace = format.number(forecast.perDay, {
        maximumFractionDigits: forecast.perDay < 10 ? 1 : 0,
      });
      return (
        <Fact
          {...{ name, href }}
          value={t("about", { day: nameOf(forecast.day) })}
          hint={t(forecast.latest === null ? "rangeOpen" : "range", {
            from: nameOf(forecast.earliest),
            to: nameOf(forecast.latest ?? forecast.day),
            pace,
            left: format.number(left),
          })}
        />
      );
    }
  }
}

function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}
