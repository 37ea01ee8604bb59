"use client";

import { ChevronLeft, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { toastUndo } from "@/components/ui/toast";
import type { LabelView } from "@/lib/api/labels";
import type { ModelVersion, ProjectModels } from "@/lib/api/models";
import { findAdapter } from "@/lib/models/adapters";
import { RunPanel } from "./batch/run-panel";
import { ModelFacts } from "./model-facts";
import { QualityPanel } from "./quality/quality-panel";
import { SettingsPanel } from "./settings-panel";
import { useProjectModels } from "./use-project-models";

/** One model in a project: pre-labelling, what it is worth, and how it is set. */
export function ModelPage(props: {
  projectId: string;
  versionId: string;
  initial: ProjectModels;
  labels: readonly LabelView[];
  counts: { all: number; new: number };
  /** `measure`: how good it is, by the work of everybody. */
  can: { manage: boolean; annotate: boolean; measure: boolean };
}) {
  const { projectId, versionId, initial, labels, counts, can } = props;
  const t = useTranslations("models");
  const tUi = useTranslations("ui");
  const router = useRouter();
  const { data = initial, put, remove } = useProjectModels(projectId, initial);
  const model = data.models.find(({ version }) => version.id === versionId);
  const adapter = model && findAdapter(model.version.adapterId);
  const listHref = `/projects/${projectId}/models`;
  if (!model || !adapter) {
    return (
      <EmptyState
        heading="h1"
        title={t("gone")}
        action={
          <Button asChild>
            <Link href={listHref}>{t("toList")}</Link>
          </Button>
        }
      />
    );
  }
  const { version, settings, isDefault } = model;

  async function takeAway() {
    if (!(await remove(versionId))) return;
    router.push(listHref);
    toastUndo({
      message: t("removed", { name: version.name }),
      description: t("removedHint"),
      undoLabel: tUi("undo"),
      onUndo: async () => void (await put(versionId, { settings, isDefault })),
    });
  }

  return (
    <div className="mx-auto grid w-full max-w-6xl gap-6 px-6 py-8">
      <div className="grid gap-2">
        <Link
          href={listHref}
          className="flex w-fit items-center gap-1 rounded-sm text-muted-foreground text-sm hover:text-foreground"
        >
          <ChevronLeft aria-hidden="true" className="size-4" />
          {t("title")}
        </Link>
        <div className="flex flex-wrap items-start justify-between gap-4">
          <h1 className="min-w-0 font-semibold text-xl tracking-tight">
            {version.name}{" "}
            <span className="font-normal text-base text-muted-foreground">{version.version}</span>
          </h1>
          {can.manage ? (
            <Button icon={<Trash2 />} onClick={() => void takeAway()}>
              {t("remove")}
            </Button>
          ) : null}
        </div>
        <ModelFacts version={version} />
      </div>
      {Object.values(settings.mapping).some((labelId) => labelId !== null) ? null : (
        <Notice variant="warning">{t("noMapping")}</Notice>
      )}
      {can.annotate ? (
        <RunPanel {...{ projectId, model, labels, counts }} canStart={can.manage} />
      ) : null}
      {can.measure ? (
        <QualityPanel {...{ projectId, model, labels }} canManage={can.manage} />
      ) : null}
      {can.manage ? (
        <SettingsPanel
          {...{ projectId, model, adapter }}
          onPut={(next) => put(versionId, { settings: next, isDefault })}
        />
      ) : null}
      <About version={version} familyName={adapter.name} />
    </div>
  );
}

function About({ version, familyName }: { version: ModelVersion; familyName: string }) {
  const t = useTranslations("models.about");
  const format = useFormatter();
  return (
    <Panel title={t("title")}>
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[10rem_minmax(0,1fr)]">
        <dt className="text-muted-foreground">{t("provenance")}</dt>
        <dd>{version.provenance === "" ? t("unknown") : version.provenance}</dd>
        <dt className="text-muted-foreground">{t("licence")}</dt>
        <dd>{version.licence === "" ? t("unknown") : version.licence}</dd>
        <dt className="text-muted-foreground">{t("family")}</dt>
        <dd>{familyName}</dd>
        <dt className="text-muted-foreground">{t("files")}</dt>
        <dd>
          <ul className="grid gap-1">
            {[...version.files, ...version.assets].map(({ role, name, hash, bytes }) => (
              <li key={role} className="min-w-0">
                {name}{" "}
                <span className="text-muted-foreground" data-numeric>
                  {t("bytes", { bytes: format.number(bytes) })}
                </span>
                <code className="block truncate font-mono text-muted-foreground text-xs">
                  {hash}
                </code>
              </li>
            ))}
          </ul>
        </dd>
      </dl>
    </Panel>
  );
}
