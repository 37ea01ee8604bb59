"use client";

import { Download, LogIn, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { SaveKind, SaveStatus } from "@/lib/editor/saving/status";
import type { Problem } from "@/lib/editor/saving/transport";
import { downloadUnsent } from "./download-unsent";
import { useEditorPage } from "./editor-page-context";

type Kind = Exclude<SaveKind, "conflict">;

/** Why the badge says what it says, what has become of the work, and what can be done about it. */
export function SaveDetails({
  kind,
  status,
  onDone,
}: {
  kind: Kind;
  status: SaveStatus;
  onDone: () => void;
}) {
  const t = useTranslations("editor.save");
  const { waiting, problem, offlineReason, isDurable } = status;
  const about =
    kind === "offline" && offlineReason === "server"
      ? "about.serverDown"
      : (`about.${kind}` as const);
  return (
    <>
      <p className="text-pretty">{t(about, { count: waiting })}</p>
      {kind === "refused" && problem ? <Reason problem={problem} /> : null}
      {isDurable ? null : <Notice variant="warning">{t("notDurable")}</Notice>}
      {kind === "saved" || kind === "saving" ? null : (
        <Actions kind={kind} status={status} onDone={onDone} />
      )}
    </>
  );
}

function Reason({ problem }: { problem: Problem }) {
  const t = useTranslations("editor.save");
  const { detail, title, requestId } = problem;
  return (
    <Notice variant="danger">
      <p className="break-words">{detail || title || t("noReason")}</p>
      {requestId === "" ? null : (
        <code title={t("requestId")} className="mt-1 block select-all break-all font-mono text-xs">
          {requestId}
        </code>
      )}
    </Notice>
  );
}

function Actions({ kind, status, onDone }: { kind: Kind; status: SaveStatus; onDone: () => void }) {
  const t = useTranslations("editor.save");
  const { saver, data } = useEditorPage();
  const [isDiscarding, setDiscarding] = useState(false);
  const act = (work: () => void) => () => {
    work();
    onDone();
  };
  if (isDiscarding) {
    return (
      <ConfirmDiscard
        count={status.refusedCount}
        onConfirm={act(saver.discardRefused)}
        onKeep={() => setDiscarding(false)}
      />
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      {kind === "signed-out" ? (
        <Button asChild variant="primary">
          <a href="/sign-in" target="_blank" rel="noreferrer">
            <LogIn aria-hidden="true" />
            {t("signIn")}
          </a>
        </Button>
      ) : null}
      {kind === "outdated" ? (
        <Button
          variant="primary"
          icon={<RefreshCw aria-hidden="true" />}
          onClick={() => window.location.reload()}
        >
          {t("reload")}
        </Button>
      ) : (
        <Button onClick={act(saver.retry)}>{t("retry")}</Button>
      )}
      {status.waiting === 0 ? null : (
        <Button
          variant="ghost"
          icon={<Download aria-hidden="true" />}
          onClick={() => downloadUnsent(saver.unsent(), data.item.name)}
        >
          {t("download")}
        </Button>
      )}
      {kind === "refused" ? (
        <Button variant="danger" onClick={() => setDiscarding(true)}>
          {t("discard")}
        </Button>
      ) : null}
    </div>
  );
}

/** What is given up cannot be undone: asked once, with how much it is. */
function ConfirmDiscard({
  count,
  onConfirm,
  onKeep,
}: {
  count: number;
  onConfirm: () => void;
  onKeep: () => void;
}) {
  const t = useTranslations("editor.save");
  return (
    <div className="grid gap-2 border-t pt-3">
      <p className="text-pretty font-medium">{t("discardAbout", { count })}</p>
      <div className="flex flex-wrap gap-2">
        <Button autoFocus onClick={onKeep}>
          {t("keep")}
        </Button>
        <Button variant="danger" onClick={onConfirm}>
          {t("discardConfirm")}
        </Button>
      </div>
    </div>
  );
}
