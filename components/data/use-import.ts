import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { discardUpload } from "@/components/upload/open-upload";
import { forgetUpload } from "@/components/upload/upload-memory";
import { apiFetch } from "@/lib/api/client";
import { type ImportOptions, type ImportReport, importCreatedSchema } from "@/lib/api/imports";
import type { JobView } from "@/lib/api/jobs";
import { stageFile } from "./stage-file";
import { useJob } from "./use-job";

/** What can be changed after the first look at a dataset. */
export type ImportChoice = Pick<
  ImportOptions,
  "as" | "title" | "mode" | "labelNames" | "format" | "table"
>;

export type ImportStep =
  | { kind: "idle" }
  | { kind: "uploading"; name: string; sentBytes: number; totalBytes: number }
  /** It is on the server, and a person says what it is. */
  | { kind: "choosing"; name: string; uploadId: string }
  | { kind: "reading"; name: string; job: JobView | null }
  | { kind: "planned"; name: string; report: ImportReport }
  | { kind: "writing"; name: string; job: JobView | null }
  | { kind: "done"; name: string; report: ImportReport }
  | { kind: "stopped"; name: string }
  | { kind: "failed"; name: string; error: unknown };

/** A dataset that is on the server, and the job that looks at it or takes it in. */
export type StartedImport = { name: string; uploadId: string; jobId: string; isDryRun: boolean };
type Staged = Pick<StartedImport, "name" | "uploadId">;
const FIRST_CHOICE: ImportChoice = {
  as: "work",
  title: null,
  mode: "add",
  labelNames: {},
  format: "auto",
  table: null,
};

/**
 * Upload, look, confirm, write: where one import stands, and what can be done next. `initial`: a
 * look that was begun elsewhere.
 */
export function useImport(projectId: string, initial: StartedImport | null = null) {
  const queryClient = useQueryClient();
  const [sending, setSending] = useState<{ name: string; sent: number; total: number } | null>(
    null,
  );
  const [started, setStarted] = useState(initial);
  const [staged, setStaged] = useState<Staged | null>(null);
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const controller = useRef<AbortController | null>(null);
  const job = useJob(started?.jobId ?? null);

  async function run(of: Omit<StartedImport, "jobId">, chosen: ImportChoice): Promise<void> {
    const { uploadId, isDryRun } = of;
    const { jobId } = await apiFetch(`/api/v1/projects/${projectId}/imports`, {
      method: "POST",
      body: { uploadId, isDryRun, ...chosen },
      schema: importCreatedSchema,
    });
    setStarted({ ...of, jobId });
    await queryClient.invalidateQueries({ queryKey: ["jobs", projectId] });
  }
  const open = useMutation({
    async mutationFn({ file, asksFirst }: { file: File; asksFirst: boolean }) {
      const aborting = new AbortController();
      controller.current = aborting;
      const { signal } = aborting;
      const name = file.name;
      const onProgress = (sent: number) => setSending({ name, sent, total: file.size });
      onProgress(0);
      const uploadId = await stageFile({ projectId, file, signal, onProgress });
      if (asksFirst) setStaged({ name, uploadId });
      else await run({ name, uploadId, isDryRun: true }, FIRST_CHOICE);
    },
  });
  const at = started ?? staged;
  const again = useMutation({
    mutationFn: ({ isDryRun, chosen }: { isDryRun: boolean; chosen: ImportChoice }) =>
      at ? run({ name: at.name, uploadId: at.uploadId, isDryRun }, chosen) : Promise.resolve(),
  });

  function reset(): void {
    controller.current?.abort();
    if (started ? started.isDryRun : staged) discardUpload(at?.uploadId ?? "");
    setStaged(null);
    setSending(null);
    setStarted(null);
    setChoice(FIRST_CHOICE);
    open.reset();
    again.reset();
  }
  const error = open.error ?? again.error ?? job.error;
  const step = stepOf({ sending, staged, started, job: job.data, error });
  const takenIn = step.kind === "done" ? (started?.uploadId ?? null) : null;
  useEffect(() => {
    if (takenIn === null) return;
    forgetUpload(takenIn);
    const isOfProject = ({ queryKey }: { queryKey: readonly unknown[] }) =>
      queryKey.includes(projectId);
    void queryClient.invalidateQueries({ predicate: isOfProject });
  }, [takenIn, projectId, queryClient]);
  return {
    step,
    choice,
    isChanging: again.isPending,
    /** `asksFirst`: before it is looked at, a person says what it is. */
    open: (file: File, { asksFirst }: { asksFirst: boolean }) => open.mutate({ file, asksFirst }),
    /** Looks again with other choices. */
    change(chosen: ImportChoice) {
      setChoice(chosen);
      again.mutate({ isDryRun: true, chosen });
    },
    /** Without a look: only what suggestions are called. */
    setTitle: (title: string | null) => setChoice((before) => ({ ...before, title })),
    /** To what a person said of the file; null when nobody was asked. */
    back: staged ? () => setStarted(null) : null,
    confirm: () => again.mutate({ isDryRun: false, chosen: choice }),
    async cancel() {
      if (!started) reset();
      else await apiFetch(`/api/v1/jobs/${started.jobId}`, { method: "DELETE" });
    },
    reset,
  };
}

function stepOf(of: {
  sending: { name: string; sent: number; total: number } | null;
  staged: Staged | null;
  started: StartedImport | null;
  job: JobView | undefined;
  error: unknown;
}): ImportStep {
  const { sending, staged, started, error } = of;
  const name = started?.name ?? sending?.name ?? "";
  if (error) return { kind: "failed", name, error };
  if (!started) {
    if (staged) return { kind: "choosing", ...staged };
    if (!sending) return { kind: "idle" };
    return { kind: "uploading", name, sentBytes: sending.sent, totalBytes: sending.total };
  }
  const job = of.job?.id === started.jobId ? of.job : null;
  switch (job?.state) {
    case "failed":
      return { kind: "failed", name, error: job.error };
    case "cancelled":
      return { kind: "stopped", name };
    case "done":
      return {
        kind: started.isDryRun ? "planned" : "done",
        name,
        // Written by our own server; a job's result has no schema of its own.
        report: job.result as ImportReport,
      };
    default:
      return { kind: started.isDryRun ? "reading" : "writing", name, job };
  }
}
