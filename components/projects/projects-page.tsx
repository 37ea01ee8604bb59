"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import type { ProjectSummary } from "@/lib/api/projects";

export function ProjectsPage({ initial }: { initial: readonly ProjectSummary[] }) {
  const t = useTranslations("projects");
  return (
    <div className="mx-auto max-w-6xl px-6 py-8">
      <h1 className="font-semibold text-xl tracking-tight">{t("title")}</h1>
      <ul>
        {initial.map((project) => (
          <li key={project.id}>
            <Link href={`/projects/${project.id}/items`}>{project.name}</Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
