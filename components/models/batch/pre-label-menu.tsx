"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Sparkles } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { apiFetch } from "@/lib/api/client";
import { projectModelsSchema } from "@/lib/api/models";

/** Which model pre-labels what is selected. */
export function PreLabelMenu(props: {
  projectId: string;
  isPending: boolean;
  onChoose(versionId: string): void;
}) {
  const { projectId, isPending, onChoose } = props;
  const t = useTranslations("models.batch");
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ["project-models", projectId],
    enabled: isOpen,
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/models`, { schema: projectModelsSchema, signal }),
  });
  const models = data?.models ?? [];
  return (
    <DropdownMenu open={isOpen} onOpenChange={setOpen}>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" disabled={isPending} icon={<Sparkles aria-hidden="true" />}>
          {t("menu")}
          <ChevronDown aria-hidden="true" className="size-3.5!" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top">
        {models.map(({ version }) => (
          <DropdownMenuItem key={version.id} onSelect={() => onChoose(version.id)}>
            {version.name}
          </DropdownMenuItem>
        ))}
        {data && models.length === 0 ? (
          <DropdownMenuItem asChild>
            <Link href={`/projects/${projectId}/models`}>{t("chooseModel")}</Link>
          </DropdownMenuItem>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
