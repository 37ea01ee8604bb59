import type { Command } from "@/lib/commands/command";
import { LOCALES, type Locale } from "@/lib/i18n/locales";

/** What the commands of the whole application can do. */
export interface AppCommandContext {
  goTo(path: string): void;
  openPalette(): void;
  openHelp(): void;
  theme: string | undefined;
  setTheme(theme: "light" | "dark" | "system"): void;
  locale: Locale;
  setLocale(locale: Locale): void;
  signOut(): Promise<void>;
}

export const APP_COMMANDS: readonly Command<AppCommandContext>[] = [
  {
    id: "app.palette",
    group: "app",
    title: "app.palette",
    shortcuts: ["mod+k"],
    run: (app) => app.openPalette(),
  },
  {
    id: "app.help",
    group: "app",
    title: "app.help",
    shortcuts: ["?"],
    run: (app) => app.openHelp(),
  },
  {
    id: "go.projects",
    group: "navigate",
    title: "go.projects",
    shortcuts: [],
    run: (app) => app.goTo("/"),
  },
  {
    id: "go.all-projects",
    group: "navigate",
    title: "go.all-projects",
    shortcuts: [],
    run: (app) => app.goTo("/overview"),
  },
  ...(["light", "dark", "system"] as const).map(
    (theme): Command<AppCommandContext> => ({
      id: `app.theme-${theme}`,
      group: "app",
      title: `app.theme.${theme}`,
      shortcuts: [],
      isActive: (app) => app.theme === theme,
      run: (app) => app.setTheme(theme),
    }),
  ),
  ...LOCALES.map(
    (locale): Command<AppCommandContext> => ({
      id: `app.language-${locale}`,
      group: "app",
      title: `app.language.${locale}`,
      shortcuts: [],
      isActive: (app) => app.locale === locale,
      run: (app) => app.setLocale(locale),
    }),
  ),
  {
    id: "app.sign-out",
    group: "app",
    title: "app.signOut",
    shortcuts: [],
    run: (app) => app.signOut(),
  },
];
