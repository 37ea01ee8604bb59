"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useDeleteProject } from "@/components/projects/use-delete-project";
import { SectionHeader } from "@/components/settings/section-header";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import type { ProjectSummary } from "@/lib/api/projects";

export function GeneralSettings({ project }: { project: ProjectSummary }) {
  const t = useTranslations("projects");
  const format = useFormatter();
  const router = useRouter();
  const { deleteProject } = useDeleteProject();
  return (
    <>
      <SectionHeader title={t("settings.general")} />
      <div className="grid gap-6">
        <Panel>
          <RenameForm project={project} />
        </Panel>
        <Panel title={t("danger.title")}>
          <div className="flex items-center gap-4">
            <p className="flex-1 text-muted-foreground">
              {t("danger.description", {
                count: project.itemCount,
                shown: format.number(project.itemCount),
              })}
            </p>
            <Button
              variant="danger"
              icon={<Trash2 aria-hidden="true" />}
              onClick={() => {
                deleteProject(project);
                router.push("/");
              }}
            >
              {t("card.delete")}
            </Button>
          </div>
        </Panel>
      </div>
    </>
  );
}

function RenameForm({ project }: { project: ProjectSummary }) {
  const t = useTranslations("projects");
  const router = useRouter();
  const errorMessage = useErrorMessage();
  const [name, setName] = useState(project.name);
  const [isPending, setIsPending] = useState(false);
  const isMissing = name.trim() === "";
  const isChanged = name.trim() !== project.name;

  async function save(event: FormEvent) {
    event.preventDefault();
    if (isMissing || !isChanged) return;
    setIsPending(true);
    try {
      const body = { name: name.trim() };
      await apiFetch(`/api/v1/projects/${project.id}`, { method: "PATCH", body });
      router.refresh();
      toast.success(t("rename.done"));
    } catch (error) {
      toast.error(errorMessage(error));
    } finally {
      setIsPending(false);
    }
  }

  return (
    <form noValidate className="flex items-end gap-2" onSubmit={(event) => void save(event)}>
      <Field
        label={t("new.name")}
        error={isMissing ? t("new.nameMissing") : null}
        className="w-full max-w-96"
      >
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Button
        type="submit"
        variant="primary"
        disabled={isMissing || !isChanged}
        isPending={isPending}
      >
        {t("rename.submit")}
      </Button>
    </form>
  );
}
