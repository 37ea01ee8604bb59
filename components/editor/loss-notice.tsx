"use client";

import { Download } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { downloadUnsent } from "./download-unsent";
import { useEditorPage, useSaveStatus } from "./editor-page-context";
import { canTakeAgain, type Loss } from "./standing";
import { TakeButton } from "./take-button";

/** What became of the item while it was open here, where the work is, and what one can do now. */
export function LossNotice({ loss }: { loss: Loss }) {
  const t = useTranslations("work.lost");
  const { data, saver, shell } = useEditorPage();
  const { kind, hasRunOut } = loss;
  const refused = useSaveStatus((status) => (status.kind === "refused" ? status.waiting : 0));
  const isApart = data.work.required > 1;
  const { nextItem } = shell;
  return (
    <Notice
      variant={kind === "shared" ? "info" : "warning"}
      className="rounded-none border-b *:last:flex-1"
    >
      <section
        aria-label={t(`${kind}.title`)}
        className="flex flex-wrap items-start gap-x-6 gap-y-2"
      >
        <div className="grid min-w-64 max-w-4xl flex-1 gap-0.5">
          <h2 className="font-medium">{t(`${kind}.title`)}</h2>
          <p className="text-pretty">
            {t(`${kind}.about`, { hasRunOut: String(hasRunOut) })}{" "}
            {kind === "shared" ? null : t(`${kind}.kept`, { isApart: String(isApart) })}
          </p>
          {refused > 0 ? <p className="text-pretty">{t("unsent", { count: refused })}</p> : null}
        </div>
        <div className="ml-auto flex flex-wrap gap-2">
          {canTakeAgain(loss) ? <TakeButton>{t("takeAgain")}</TakeButton> : null}
          {refused > 0 ? (
            <Button
              size="sm"
              icon={<Download aria-hidden="true" />}
              onClick={() => downloadUnsent(saver.unsent(), data.item.name)}
            >
              {t("download")}
            </Button>
          ) : null}
          {kind === "removed" ? (
            <Button asChild size="sm">
              <Link href="/">{t("projects")}</Link>
            </Button>
          ) : nextItem ? (
            <Button size="sm" onClick={() => void nextItem()}>
              {t("next")}
            </Button>
          ) : null}
        </div>
      </section>
    </Notice>
  );
}
