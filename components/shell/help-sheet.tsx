"use client";

import { RotateCcw } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { rebindings } from "@/components/shell/bindings";
import {
  type BoundCommand,
  useActiveCommands,
  useKeymap,
  useOverlay,
  useRebindings,
} from "@/components/shell/command-registry";
import { useCommandTitle } from "@/components/shell/use-command-title";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Kbd, usePlatform } from "@/components/ui/kbd";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { COMMAND_GROUPS } from "@/lib/commands/command";
import { formatShortcut, rebind, shortcutsOf } from "@/lib/commands/keymap";

/** The commands of this page with their keys; each key can be changed. */
export function HelpSheet() {
  const t = useTranslations("shell.help");
  const [overlay, setOverlay] = useOverlay();
  const chosen = useRebindings();
  return (
    <Sheet open={overlay === "help"} onOpenChange={(isOpen) => setOverlay(isOpen ? "help" : null)}>
      <SheetContent
        title={t("title")}
        // Radix hears Escape before the button that waits for new keys does.
        onEscapeKeyDown={(event) => {
          if (document.activeElement?.hasAttribute("data-listening")) event.preventDefault();
        }}
        description={t("description")}
        {...(Object.keys(chosen).length === 0
          ? {}
          : { footer: <Button onClick={() => rebindings.set({})}>{t("resetAll")}</Button> })}
      >
        <HelpList />
      </SheetContent>
    </Sheet>
  );
}

function HelpList() {
  const t = useTranslations("shell");
  const groupTitle = useTranslations("commands.groups");
  const titleOf = useCommandTitle();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLocaleLowerCase();
  const commands = useActiveCommands().filter((command) =>
    titleOf(command).toLocaleLowerCase().includes(wanted),
  );
  const groups = COMMAND_GROUPS.map((group) => ({
    group,
    commands: commands.filter((command) => command.group === group),
  })).filter((section) => section.commands.length > 0);
  return (
    <>
      <Input
        type="search"
        aria-label={t("help.search")}
        placeholder={t("help.search")}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {groups.length === 0 ? (
        <p className="py-10 text-center text-muted-foreground">{t("help.empty")}</p>
      ) : null}
      {groups.map((section) => (
        <section key={section.group} className="mt-5">
          <h3 className="mb-1 font-medium text-muted-foreground text-xs">
            {groupTitle(section.group)}
          </h3>
          <ul>
            {section.commands.map((command) => (
              <HelpRow key={command.id} command={command} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function HelpRow({ command }: { command: BoundCommand }) {
  const t = useTranslations("shell.help");
  const titleOf = useCommandTitle();
  const commands = useActiveCommands();
  const chosen = useRebindings();
  const [isListening, setIsListening] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const title = titleOf(command);
  const shortcuts = useKeymap().shortcuts(command.id);
  const platform = usePlatform();

  function listen(event: KeyboardEvent<HTMLButtonElement>) {
    if (!isListening || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      setIsListening(false);
      return;
    }
    const [shortcut] = shortcutsOf(event.nativeEvent, platform);
    if (shortcut === undefined) return;
    setIsListening(false);
    const result = rebind(commands, chosen, { id: command.id, shortcuts: [shortcut] });
    if (result.ok) {
      setRefusal(null);
      rebindings.set(result.rebindings);
      return;
    }
    const keys = formatShortcut(shortcut, platform);
    const owner =
      result.reason === "conflict"
        ? commands.find((candidate) => candidate.id === result.commandId)
        : undefined;
    setRefusal(
      owner === undefined
        ? t("reserved", { shortcut: keys })
        : t("taken", { shortcut: keys, command: titleOf(owner) }),
    );
  }

  function reset() {
    const { [command.id]: _, ...others } = chosen;
    setRefusal(null);
    rebindings.set(others);
  }

  return (
    <li className="border-b py-1 last:border-b-0">
      <div className="flex min-h-7 items-center gap-2">
        <span className="min-w-0 flex-1 truncate">{title}</span>
        {chosen[command.id] === undefined ? null : (
          <IconButton
            label={t("reset", { command: title })}
            icon={<RotateCcw />}
            size="icon-sm"
            onClick={reset}
          />
        )}
        <button
          type="button"
          aria-label={t("change", { command: title })}
          aria-pressed={isListening}
          data-listening={isListening || undefined}
          onClick={() => {
            setRefusal(null);
            setIsListening(true);
          }}
          onBlur={() => setIsListening(false)}
          onKeyDownCapture={listen}
          className="inline-flex min-h-7 items-center gap-1.5 rounded-md px-1 text-muted-foreground text-xs hover:bg-accent"
        >
          {isListening ? t("press") : null}
          {!isListening && shortcuts.length === 0 ? t("none") : null}
          {isListening
            ? null
            : shortcuts.map((shortcut) => <Kbd key={shortcut} shortcut={shortcut} />)}
        </button>
      </div>
      {refusal === null ? null : (
        <p role="alert" className="pb-1 text-danger-foreground text-xs">
          {refusal}
        </p>
      )}
    </li>
  );
}
