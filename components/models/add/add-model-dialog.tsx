"use client";

import { FileUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { FileDrop } from "@/components/ui/file-drop";
import { formatBytes } from "@/components/ui/format-bytes";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { Spinner } from "@/components/ui/spinner";
import { sendFile } from "@/components/upload/send-file";
import { apiFetch } from "@/lib/api/client";
import { type ModelVersion, modelVersionSchema } from "@/lib/api/models";
import type { MediaKind } from "@/lib/media/media";
import { findAdapter } from "@/lib/models/adapters";
import { ModelError } from "@/lib/models/model-error";
import { getRunner } from "../runner";
import { useModelProblem } from "../use-model-problem";
import { DraftForm } from "./draft-form";
import { type Draft, draftOf, problemOf, sendDraft } from "./own-model";
import { Trial } from "./trial";

type Step =
  | { kind: "choose"; refused?: Draft }
  | { kind: "reading"; file: File }
  | { kind: "describe"; draft: Draft }
  | { kind: "saving"; draft: Draft; sent: number; total: number };

/** A person's own .onnx file becomes a model: read, described, tried on an item, kept. */
export function AddModelDialog(props: {
  /** On whose items it is tried. */
  projectId: string;
  mediaKind: MediaKind;
  /** Kept for every project, by the owner. */
  isForEverybody?: boolean;
  onAdded(version: ModelVersion): void;
  onClose(): void;
}) {
  const { projectId, mediaKind, isForEverybody = false, onAdded, onClose } = props;
  const base = isForEverybody ? "/api/v1" : `/api/v1/projects/${projectId}`;
  const t = useTranslations("models.add");
  const tModels = useTranslations("models");
  const problem = useModelProblem();
  const format = useFormatter();
  const [step, setStep] = useState<Step>({ kind: "choose" });
  const [error, setError] = useState<unknown>(null);
  /** The draft that a trial has shown to work; any change asks for another trial. */
  const [tried, setTried] = useState<Draft | null>(null);
  const abort = useRef(new AbortController());
  useEffect(() => {
    const { current } = abort;
    return () => current.abort();
  }, []);

  async function read(file: File) {
    setStep({ kind: "reading", file });
    setError(null);
    try {
      const runner = await getRunner();
      const io = await runner.inspect(file);
      const draft = draftOf(file, { io, media: mediaKind });
      if (!draft) throw new ModelError("layout");
      if (draft.isUnknown) {
        setError(new ModelError("layout"));
        setStep({ kind: "choose", refused: draft });
        return;
      }
      setStep({ kind: "describe", draft });
    } catch (cause) {
      setError(cause);
      setStep({ kind: "choose" });
    }
  }

  /** Of no family that is known: the person may know better. */
  function describe(draft: Draft | undefined) {
    if (!draft) return;
    setError(null);
    setStep({ kind: "describe", draft });
  }

  async function save(draft: Draft) {
    setError(null);
    setStep({ kind: "saving", draft, sent: 0, total: 1 });
    try {
      const body = await sendDraft(draft, {
        path: `${base}/model-files`,
        send: (path, file, onProgress) =>
          sendFile({ method: "PUT", path, body: file, signal: abort.current.signal, onProgress }),
        onProgress: (sent, total) => setStep({ kind: "saving", draft, sent, total }),
      });
      onAdded(
        await apiFetch(`${base}/models`, { method: "POST", body, schema: modelVersionSchema }),
      );
    } catch (cause) {
      if (abort.current.signal.aborted) return;
      setError(cause);
      setStep({ kind: "describe", draft });
    }
  }

  const draft = step.kind === "describe" ? step.draft : null;
  const adapter = draft && findAdapter(draft.adapterId);
  const missing = draft && adapter ? problemOf(draft, adapter) : null;
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent
        size={draft ? "xl" : "lg"}
        title={t("title")}
        description={t("description")}
        footer={
          draft ? (
            <>
              <Button onClick={() => setStep({ kind: "choose" })}>{t("another")}</Button>
              <Button variant="primary" disabled={tried !== draft} onClick={() => void save(draft)}>
                {t("save")}
              </Button>
            </>
          ) : (
            <Button onClick={onClose}>{tModels("cancel")}</Button>
          )
        }
      >
        <div className="grid gap-4">
          {error === null ? null : (
            <Notice variant="danger">
              <p>{problem(error)}</p>
              {step.kind === "choose" && step.refused ? (
                <Button size="sm" className="mt-2" onClick={() => describe(step.refused)}>
                  {t("chooseFamily")}
                </Button>
              ) : null}
            </Notice>
          )}
          {step.kind === "choose" ? <ModelDrop onFile={(file) => void read(file)} /> : null}
          {step.kind === "reading" ? (
            <p className="flex items-center gap-2 py-8 text-muted-foreground" role="status">
              <Spinner />
              {t("reading", { name: step.file.name })}
            </p>
          ) : null}
          {draft && adapter ? (
            <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
              <DraftForm
                {...{ draft, adapter, mediaKind }}
                onChange={(next) => setStep({ kind: "describe", draft: next })}
              />
              <Trial
                {...{ projectId, draft, missing }}
                onResult={(isGood) => setTried(isGood ? draft : null)}
              />
            </div>
          ) : null}
          {step.kind === "saving" ? (
            <Progress
              label={t("saving")}
              done={step.sent}
              total={step.total}
              formatCount={(bytes) => formatBytes(bytes, format)}
            />
          ) : null}
        </div>
      </DialogContent>
    </Dialog>
  );
}

function ModelDrop({ onFile }: { onFile(file: File): void }) {
  const t = useTranslations("models.add");
  return (
    <FileDrop
      label={t("choose")}
      accept=".onnx"
      className="grid justify-items-center gap-3 px-6 py-10 text-center"
      onFile={onFile}
    >
      {(choose) => (
        <>
          <p className="max-w-[56ch] text-muted-foreground">{t("drop")}</p>
          <Button icon={<FileUp />} onClick={choose}>
            {t("choose")}
          </Button>
          <p className="text-muted-foreground text-xs">{t("families")}</p>
        </>
      )}
    </FileDrop>
  );
}
