"use client";

import { BookOpen, ScrollText, SlidersHorizontal, Tags, Users, Workflow } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";

const SECTIONS = [
  { id: "labels", icon: Tags },
  { id: "guide", icon: BookOpen },
  { id: "workflow", icon: Workflow },
  { id: "members", icon: Users },
  { id: "audit", icon: ScrollText },
  { id: "general", icon: SlidersHorizontal },
] as const;

export function SettingsNav({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const pathname = usePathname();
  return (
    <nav aria-label={t("tabs.settings")} className="w-44 shrink-0">
      <ul className="sticky top-6 grid gap-0.5">
        {SECTIONS.map(({ id, icon: Icon }) => {
          const href = `/projects/${projectId}/settings/${id}`;
          const isCurrent = pathname === href;
          return (
            <li key={id}>
              <Link
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={cn(
                  "flex h-8 items-center gap-2 rounded-md px-2.5 font-medium text-muted-foreground transition-colors duration-150 hover:bg-accent hover:text-accent-foreground",
                  isCurrent && "bg-secondary text-foreground",
                )}
              >
                <Icon aria-hidden="true" className="size-4" />
                {t(`settings.${id}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
