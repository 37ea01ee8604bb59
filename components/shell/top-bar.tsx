"use client";

import { ChevronDown, LogOut, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useSignOut } from "@/components/shell/app-overlays";
import { useOverlay } from "@/components/shell/command-registry";
import { LanguageMenu } from "@/components/shell/language-menu";
import { LogoMark } from "@/components/shell/logo";
import { ThemeMenu } from "@/components/shell/theme-menu";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Kbd } from "@/components/ui/kbd";
import { late } from "@/components/ui/late";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

const Bell = late(
  () => import("@/components/notifications/bell").then((module) => module.Bell),
  // In its place, so that nothing moves when it comes.
  <span className="size-8" />,
);

export interface ViewTab {
  href: string;
  label: string;
}

export interface TopBarProps {
  user: { name: string; email: string };
  /** The project that the page belongs to. */
  project?: { name: string; href: string } | undefined;
  /** Offered in the project menu. */
  projects?: readonly { name: string; href: string }[];
  tabs?: readonly ViewTab[];
  /** In the account menu: pages about the person. */
  links?: readonly ViewTab[];
  /** Between the tabs and the palette: presence, a badge. */
  children?: ReactNode;
}

export function TopBar({
  user,
  project,
  projects = [],
  tabs = [],
  links = [],
  children,
}: TopBarProps) {
  const t = useTranslations("shell");
  const [, setOverlay] = useOverlay();
  const projectId = /^\/projects\/([^/]+)/.exec(usePathname())?.[1] ?? null;
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b bg-card px-3">
      <Link
        href="/"
        className="flex h-8 items-center gap-2 rounded-md px-1.5 font-semibold text-base tracking-tight"
      >
        <LogoMark />
        Trazo
      </Link>
      {project === undefined ? null : <ProjectMenu project={project} projects={projects} />}
      {tabs.length === 0 ? null : <ViewTabs tabs={tabs} />}
      <div className="ml-auto flex items-center gap-1">
        {children}
        <Button
          variant="secondary"
          className="px-2 font-normal text-muted-foreground"
          icon={<Search aria-hidden="true" />}
          onClick={() => setOverlay("palette")}
        >
          <VisuallyHidden>{t("palette.open")}</VisuallyHidden>
          <Kbd shortcut="mod+k" />
        </Button>
        <Bell projectId={projectId} />
        <LanguageMenu />
        <ThemeMenu />
        <MeMenu user={user} links={links} />
      </div>
    </header>
  );
}

function ProjectMenu({
  project,
  projects,
}: Required<Pick<TopBarProps, "projects">> & { project: NonNullable<TopBarProps["project"]> }) {
  const t = useTranslations("shell");
  return (
    <>
      <span aria-hidden="true" className="text-border-strong">
        /
      </span>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="ghost"
            className="min-w-0 max-w-64 shrink px-2 text-foreground"
            aria-label={t("projectSwitch", { name: project.name })}
          >
            <span className="truncate">{project.name}</span>
            <ChevronDown aria-hidden="true" className="size-3.5! text-muted-foreground" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="max-w-80">
          {projects.map((choice) => (
            <DropdownMenuItem key={choice.href} asChild>
              <Link href={choice.href}>
                <span className="truncate">{choice.name}</span>
              </Link>
            </DropdownMenuItem>
          ))}
          {projects.length === 0 ? null : <DropdownMenuSeparator />}
          <DropdownMenuItem asChild>
            <Link href="/">{t("projects")}</Link>
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </>
  );
}

/** The longest address that the page's begins with is the current view. */
function ViewTabs({ tabs }: { tabs: readonly ViewTab[] }) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const current = tabs
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav aria-label={t("views")} className="ml-3 flex h-full items-center gap-1">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab === current ? "page" : undefined}
          className={cn(
            "relative flex h-full items-center px-2 font-medium text-muted-foreground transition-colors duration-150 hover:text-foreground",
            tab === current &&
              "text-foreground after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:bg-primary",
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}

function MeMenu({ user, links }: Required<Pick<TopBarProps, "user" | "links">>) {
  const t = useTranslations("shell");
  const signOut = useSignOut();
  const [, setOverlay] = useOverlay();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          className="rounded-full"
          aria-label={t("me", { name: user.name })}
        >
          <Avatar name={user.name} aria-hidden="true" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-60">
        <DropdownMenuLabel>
          <span className="block truncate text-foreground text-sm">{user.name}</span>
          <span className="block truncate font-normal">{user.email}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        {links.map(({ href, label }) => (
          <DropdownMenuItem key={href} asChild>
            <Link href={href}>{label}</Link>
          </DropdownMenuItem>
        ))}
        <DropdownMenuItem shortcut="?" onSelect={() => setOverlay("help")}>
          {t("help.title")}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<LogOut />} onSelect={() => void signOut()}>
          {t("signOut")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
