"use client";

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Trial } from "@/components/models/add/trial";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { sendFile } from "@/components/upload/send-file";
import { apiFetch } from "@/lib/api/client";
import { type ModelVersion, modelFileUrl, modelVersionSchema } from "@/lib/api/models";
import { projectSchema } from "@/lib/api/projects";
import { type TextRuleSettings, textRuleSettingsSchema } from "@/lib/models/rules/text-rule";
import { type Draft, sendDraft } from "../add/own-model";
import { useModelProblem } from "../use-model-problem";
import { DictionaryFields } from "./dictionary-fields";
import { EnglishFields } from "./english-fields";
import { PatternFields } from "./pattern-fields";
import { firstForm, type RulesForm, rulesDraft, rulesProblem, settingsOf } from "./rules-form";
import { useDictionary } from "./use-dictionary";

type Props = {
  projectId: string;
  /** The newest rules that the project has; these are changed, and the outcome is a version beside them. */
  last: ModelVersion | null;
  onAdded(version: ModelVersion): void;
  onClose(): void;
};

/** Rules for texts become a version of a model: chosen, tried on a text, kept. */
export function RulesDialog(props: Props) {
  const { projectId, last, onClose } = props;
  const t = useTranslations("models");
  const problem = useModelProblem();
  const { data: labels, error: labelsError } = useQuery({
    queryKey: ["project-labels", projectId],
    queryFn: async ({ signal }) =>
      (await apiFetch(`/api/v1/projects/${projectId}`, { schema: projectSchema, signal })).labels,
  });
  const hash = last?.assets[0]?.hash;
  const { data: before, error: beforeError } = useQuery({
    queryKey: ["rules", projectId, hash],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) =>
      hash === undefined
        ? null
        : apiFetch(modelFileUrl(projectId, hash), { schema: textRuleSettingsSchema, signal }),
  });
  const error = labelsError ?? beforeError;
  if (labels && before !== undefined) return <LoadedDialog {...{ ...props, labels, before }} />;
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent size="xl" title={t("rules.title")} description={t("rules.description")}>
        {error ? <Notice variant="danger">{problem(error)}</Notice> : <Skeleton className="h-64" />}
      </DialogContent>
    </Dialog>
  );
}

function LoadedDialog(
  props: Props & { labels: readonly { name: string }[]; before: TextRuleSettings | null },
) {
  const { projectId, last, labels, before, onAdded, onClose } = props;
  const t = useTranslations("models.rules");
  const tModels = useTranslations("models");
  const problem = useModelProblem();
  const namesId = useId();
  const [form, setForm] = useState(() =>
    firstForm(labels, { before, nameOf: (kind) => t(`english.names.${kind}`) }),
  );
  const set = (change: Partial<RulesForm>) => setForm({ ...form, ...change });
  const entries = before?.dictionary?.entries;
  const dictionary = useDictionary(projectId, {
    before: entries && last ? { entries, version: last.version } : null,
    letterCase: form.letterCase,
  });
  const { draft, missing } = useDraft(form, dictionary.entries);
  const { save, isSaving, error } = useSaving(projectId, onAdded);
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent
        size="xl"
        title={t("title")}
        description={t("description")}
        footer={
          <>
            <Button onClick={onClose}>{tModels("cancel")}</Button>
            <Button
              variant="primary"
              isPending={isSaving}
              disabled={missing !== null || (form.usesDictionary && dictionary.isLearning)}
              onClick={() => void save(draft)}
            >
              {t("save")}
            </Button>
          </>
        }
      >
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <div className="grid content-start gap-6">
            {error === null ? null : <Notice variant="danger">{problem(error)}</Notice>}
            <EnglishFields
              {...{ english: form.english, namesId }}
              onChange={(english) => set({ english })}
            />
            <PatternFields
              {...{ patterns: form.patterns, namesId }}
              onChange={(patterns) => set({ patterns })}
            />
            <DictionaryFields {...{ form, dictionary }} onChange={set} />
          </div>
          <Trial {...{ projectId, draft, missing }} />
        </div>
        <datalist id={namesId}>
          {labels.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </DialogContent>
    </Dialog>
  );
}

/** The form as a model; made anew behind the typing, since a dictionary is large. */
function useDraft(form: RulesForm, entries: Parameters<typeof settingsOf>[1]) {
  const t = useTranslations("models.rules");
  const settled = useDeferredValue(form);
  // biome-ignore lint/correctness/useExhaustiveDependencies: words of one language, which stays
  return useMemo(() => {
    const settings = settingsOf(settled, entries);
    const kinds = Object.keys(settings.english).length;
    const words = settings.dictionary?.entries.length ?? 0;
    const made = [
      words > 0 ? t("made.words", { count: words }) : "",
      settings.patterns.length > 0 ? t("made.patterns", { count: settings.patterns.length }) : "",
      kinds > 0 ? t("made.english", { kinds: Object.values(settings.english).join(", ") }) : "",
    ];
    const draft = rulesDraft(settings, {
      ...{ name: t("name"), version: "" },
      provenance: made.filter((part) => part !== "").join(" · "),
    });
    return { draft, missing: rulesProblem(settled, settings) };
  }, [settled, entries]);
}

/** Keeps the rules as a version named by the time. */
function useSaving(projectId: string, onAdded: (version: ModelVersion) => void) {
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const base = `/api/v1/projects/${projectId}`;

  async function save(draft: Draft) {
    const controller = new AbortController();
    abort.current = controller;
    const { signal } = controller;
    setSaving(true);
    setError(null);
    try {
      const body = await sendDraft(
        { ...draft, version: timeName(new Date()) },
        {
          path: `${base}/model-files`,
          send: (path, file, onProgress) =>
            sendFile({ method: "PUT", path, body: file, signal, onProgress }),
          onProgress: () => {},
        },
      );
      onAdded(
        await apiFetch(`${base}/models`, {
          ...{ method: "POST" as const, body, signal },
          schema: modelVersionSchema,
        }),
      );
    } catch (cause) {
      if (!signal.aborted) setError(cause);
    } finally {
      setSaving(false);
    }
  }

  return { save, isSaving, error };
}

/** Local date and time, to the second: 2026-05-06 14:03:09. */
function timeName(now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", " ");
}
