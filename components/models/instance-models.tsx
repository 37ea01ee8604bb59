"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { late } from "@/components/ui/late";
import { Panel } from "@/components/ui/panel";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { instanceModelsSchema, type ModelVersion } from "@/lib/api/models";
import { MEDIA_KINDS, type MediaKind } from "@/lib/media/media";
import { ModelFacts } from "./model-facts";

const AddModelDialog = late(() =>
  import("./add/add-model-dialog").then((module) => module.AddModelDialog),
);

type ProjectChoice = { id: string; name: string; mediaKind: MediaKind; itemCount: number };

/** The models that every project can take into use: those that come with Trazo, and those of the owner. */
export function InstanceModels(props: {
  initial: ModelVersion[];
  projects: readonly ProjectChoice[];
  canManage: boolean;
}) {
  const { initial, projects, canManage } = props;
  const t = useTranslations("models");
  const tMedia = useTranslations("projects.media");
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  const queryKey = ["models"];
  const { data: models } = useQuery({
    queryKey,
    queryFn: async ({ signal }) =>
      (await apiFetch("/api/v1/models", { schema: instanceModelsSchema, signal })).models,
    initialData: initial,
  });
  const [triedIn, setTriedIn] = useState<ProjectChoice | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey });

  async function remove({ id, name }: ModelVersion) {
    try {
      await apiFetch(`/api/v1/models/${id}`, { method: "DELETE" });
      toast.success(t("instance.deleted", { name }));
      await refresh();
    } catch (error) {
      toast.error(errorMessage(error));
    }
  }

  const tryable = projects.filter(({ itemCount }) => itemCount > 0);
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-6 px-6 py-8">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1">
          <h1 className="font-semibold text-xl tracking-tight">{t("title")}</h1>
          <p className="text-muted-foreground">{t("instance.intro")}</p>
        </div>
        {canManage ? (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button icon={<Plus />} disabled={tryable.length === 0}>
                {t("instance.add")}
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end" className="max-w-80">
              <DropdownMenuLabel>{t("instance.tryIn")}</DropdownMenuLabel>
              {tryable.map((project) => (
                <DropdownMenuItem key={project.id} onSelect={() => setTriedIn(project)}>
                  <span className="truncate">{project.name}</span>
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
        ) : null}
      </div>
      {MEDIA_KINDS.map((kind) => {
        const ofKind = models.filter(({ media }) => media === kind);
        if (ofKind.length === 0) return null;
        return (
          <Panel key={kind} title={tMedia(kind)} bodyClassName="p-0">
            <ul className="divide-y">
              {ofKind.map((version) => (
                <li key={version.id} className="flex items-center gap-4 px-4 py-3">
                  <div className="grid min-w-0 flex-1 gap-1">
                    <p className="flex min-w-0 items-center gap-2">
                      <span className="truncate font-medium">{version.name}</span>
                      <span className="shrink-0 text-muted-foreground text-xs">
                        {version.version}
                      </span>
                      {version.isBuiltIn ? (
                        <Badge variant="outline">{t("instance.builtIn")}</Badge>
                      ) : null}
                    </p>
                    <ModelFacts version={version} />
                    <p className="truncate text-muted-foreground text-xs">{version.provenance}</p>
                  </div>
                  {canManage && !version.isBuiltIn ? (
                    <IconButton
                      label={t("instance.delete", { name: version.name })}
                      icon={<Trash2 />}
                      onClick={() => void remove(version)}
                    />
                  ) : null}
                </li>
              ))}
            </ul>
          </Panel>
        );
      })}
      {triedIn ? (
        <AddModelDialog
          projectId={triedIn.id}
          mediaKind={triedIn.mediaKind}
          isForEverybody
          onAdded={(version) => {
            setTriedIn(null);
            toast.success(t("instance.added", { name: version.name }));
            void refresh();
          }}
          onClose={() => setTriedIn(null)}
        />
      ) : null}
    </div>
  );
}
