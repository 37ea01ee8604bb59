"use client";

import { Boxes, Plus, Star, TextSearch } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { late } from "@/components/ui/late";
import { Panel } from "@/components/ui/panel";
import type { ModelVersion, ProjectModel, ProjectModels } from "@/lib/api/models";
import type { MediaKind } from "@/lib/media/media";
import { textRules } from "@/lib/models/adapters/text-rules";
import { ModelFacts } from "./model-facts";
import { useProjectModels } from "./use-project-models";

const UseModelDialog = late(() =>
  import("./use-model-dialog").then((module) => module.UseModelDialog),
);
const AddModelDialog = late(() =>
  import("./add/add-model-dialog").then((module) => module.AddModelDialog),
);

const RulesDialog = late(() => import("./rules/rules-dialog").then((module) => module.RulesDialog));

/** The models of a project: those in use, those that could be, and the way to bring one's own. */
export function ModelsPage(props: {
  projectId: string;
  mediaKind: MediaKind;
  initial: ProjectModels;
  canManage: boolean;
}) {
  const { projectId, mediaKind, initial, canManage } = props;
  const t = useTranslations("models");
  const { data = initial, put, refresh } = useProjectModels(projectId, initial);
  const [taken, setTaken] = useState<ModelVersion | null>(null);
  const [isAdding, setAdding] = useState(false);
  const [isRuling, setRuling] = useState(false);
  const used = new Set(data.models.map(({ version }) => version.id));
  const library = data.available.filter(({ id, media }) => media === mediaKind && !used.has(id));
  function takeNew(version: ModelVersion) {
    void refresh();
    setTaken(version);
  }
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-6 px-6 py-8">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1">
          <h1 className="font-semibold text-xl tracking-tight">{t("title")}</h1>
          <p className="text-muted-foreground">{t("intro")}</p>
        </div>
        {canManage ? (
          <div className="flex flex-wrap gap-2">
            {mediaKind === "text" ? (
              <Button icon={<TextSearch />} onClick={() => setRuling(true)}>
                {t("rules.open")}
              </Button>
            ) : null}
            <Button icon={<Plus />} onClick={() => setAdding(true)}>
              {t("add.open")}
            </Button>
          </div>
        ) : null}
      </div>
      <Panel title={t("inUse.title")} bodyClassName="p-0">
        {data.models.length === 0 ? (
          <EmptyState
            icon={<Boxes />}
            title={t("inUse.empty")}
            description={t(canManage ? "inUse.emptyHint" : "inUse.emptyAsk")}
          />
        ) : (
          <ul className="divide-y">
            {data.models.map((model) => (
              <UsedModel
                key={model.version.id}
                {...{ projectId, model, canManage }}
                onDefault={() =>
                  void put(model.version.id, { settings: model.settings, isDefault: true })
                }
              />
            ))}
          </ul>
        )}
      </Panel>
      {canManage ? (
        <section aria-labelledby="library-title" className="grid gap-3">
          <h2 id="library-title" className="font-medium text-sm">
            {t("library.title")}
          </h2>
          {library.length === 0 ? (
            <p className="text-muted-foreground">{t(`library.empty.${mediaKind}`)}</p>
          ) : (
            <ul className="grid gap-3 md:grid-cols-2">
              {library.map((version) => (
                <li key={version.id}>
                  <LibraryModel version={version} onUse={() => setTaken(version)} />
                </li>
              ))}
            </ul>
          )}
        </section>
      ) : null}
      {taken ? (
        <UseModelDialog
          {...{ projectId, version: taken }}
          isFirst={data.models.length === 0}
          onPut={(settings, isDefault) => put(taken.id, { settings, isDefault })}
          onClose={() => setTaken(null)}
        />
      ) : null}
      {isAdding ? (
        <AddModelDialog
          {...{ projectId, mediaKind }}
          onAdded={(version) => {
            setAdding(false);
            takeNew(version);
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {isRuling ? (
        <RulesDialog
          projectId={projectId}
          last={newestRules(data.available)}
          onAdded={(version) => {
            setRuling(false);
            takeNew(version);
          }}
          onClose={() => setRuling(false)}
        />
      ) : null}
    </div>
  );
}

function newestRules(available: readonly ModelVersion[]): ModelVersion | null {
  const rules = available.filter(({ adapterId }) => adapterId === textRules.id);
  return rules.toSorted((a, b) => b.createdAt - a.createdAt)[0] ?? null;
}

function UsedModel(props: {
  projectId: string;
  model: ProjectModel;
  canManage: boolean;
  onDefault(): void;
}) {
  const { projectId, model, canManage, onDefault } = props;
  const { version, settings, isDefault } = model;
  const t = useTranslations("models");
  const format = useFormatter();
  const mapped = Object.values(settings.mapping).filter((labelId) => labelId !== null).length;
  const href = `/projects/${projectId}/models/${version.id}`;
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <IconButton
        label={t(isDefault ? "inUse.isDefault" : "inUse.makeDefault", { name: version.name })}
        icon={<Star className={isDefault ? "fill-current text-primary-text" : ""} />}
        aria-pressed={isDefault}
        disabled={!canManage}
        onClick={onDefault}
      />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="flex min-w-0 items-center gap-2">
          <Link href={href} className="truncate font-medium hover:underline">
            {version.name}
          </Link>
          <span className="shrink-0 text-muted-foreground text-xs">{version.version}</span>
          {isDefault ? <Badge variant="accent">{t("inUse.default")}</Badge> : null}
        </p>
        <ModelFacts version={version} />
      </div>
      <span className="shrink-0 text-right text-muted-foreground text-xs" data-numeric>
        {t("inUse.mapped", { count: mapped })}
        <br />
        {t("inUse.threshold", { share: format.number(settings.threshold) })}
      </span>
      <Button asChild>
        <Link href={href}>{t("inUse.open")}</Link>
      </Button>
    </li>
  );
}

function LibraryModel({ version, onUse }: { version: ModelVersion; onUse(): void }) {
  const t = useTranslations("models");
  return (
    <div className="grid h-full content-start gap-2 rounded-lg border bg-card p-4">
      <div className="flex items-start justify-between gap-3">
        <h3 className="min-w-0">
          <span className="block truncate font-medium">{version.name}</span>
          <span className="text-muted-foreground text-xs">{version.version}</span>
        </h3>
        <Button
          size="sm"
          onClick={onUse}
          aria-label={t("library.useNamed", { name: version.name })}
        >
          {t("library.use")}
        </Button>
      </div>
      <ModelFacts version={version} />
      <p className="line-clamp-2 text-muted-foreground text-sm">{version.provenance}</p>
      <p className="truncate text-muted-foreground text-xs" title={version.classes.join(", ")}>
        {version.classes.slice(0, 12).join(", ")}
      </p>
    </div>
  );
}
