"use client";

import { Command as Cmdk, defaultFilter } from "cmdk";
import { Check, Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import * as z from "zod/mini";
import {
  type BoundCommand,
  useActiveCommands,
  useKeymap,
  useOverlay,
} from "@/components/shell/command-registry";
import { createStoredValue } from "@/components/shell/stored-value";
import { useCommandTitle } from "@/components/shell/use-command-title";
import { overlayClasses } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { COMMAND_GROUPS } from "@/lib/commands/command";

const MAX_RECENT = 5;
const NONE: readonly string[] = [];

const recentIds = createStoredValue<readonly string[]>({
  key: "trazo-recent-commands",
  schema: z.array(z.string()),
  fallback: NONE,
});

/** Every command that is possible now, found by typing; the lately used first. */
export function CommandPalette() {
  const t = useTranslations("shell.palette");
  const [overlay, setOverlay] = useOverlay();
  return (
    <Dialog.Root
      open={overlay === "palette"}
      onOpenChange={(isOpen) => setOverlay(isOpen ? "palette" : null)}
    >
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content className="fixed inset-x-4 top-[14vh] z-50 mx-auto max-w-xl animate-in overflow-hidden rounded-lg bg-popover text-popover-foreground shadow-lg outline-none">
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Dialog.Description className="sr-only">{t("description")}</Dialog.Description>
          <PaletteList
            onChoose={(command) => {
              setOverlay(null);
              const others = recentIds.get().filter((id) => id !== command.id);
              recentIds.set([command.id, ...others].slice(0, MAX_RECENT));
              void command.run();
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteList({ onChoose }: { onChoose: (command: BoundCommand) => void }) {
  const t = useTranslations("shell");
  const groupTitle = useTranslations("commands.groups");
  const recent = useSyncExternalStore(recentIds.subscribe, recentIds.get, () => NONE);
  const possible = useActiveCommands().filter(
    (command) => command.id !== "app.palette" && command.isEnabled(),
  );
  const titleOf = useCommandTitle();
  const [search, setSearch] = useState("");
  const [chosenId, setChosenId] = useState("");
  const lately = recent.flatMap((id) => possible.find((command) => command.id === id) ?? []);
  const rest = possible.filter((command) => !lately.includes(command));
  const sections = [
    { heading: t("palette.recent"), commands: lately },
    ...COMMAND_GROUPS.map((group) => ({
      heading: groupTitle(group),
      commands: rest.filter((command) => command.group === group),
    })),
  ].filter((section) => section.commands.length > 0);
  const score = (command: BoundCommand, text: string) =>
    defaultFilter(command.id, text, [titleOf(command)]);
  const find = (text: string) =>
    possible
      .filter((command) => score(command, text) > 0)
      .sort((a, b) => score(b, text) - score(a, text));

  // Found and sorted here: in groups the first group with any match would come first, not the best match.
  return (
    <Cmdk
      label={t("palette.title")}
      loop
      shouldFilter={false}
      value={chosenId}
      onValueChange={setChosenId}
    >
      <div className="flex h-12 items-center gap-2.5 border-b px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
        <Cmdk.Input
          placeholder={t("palette.search")}
          value={search}
          onValueChange={(text) => {
            setSearch(text);
            setChosenId((text.trim() === "" ? sections[0]?.commands : find(text))?.[0]?.id ?? "");
          }}
          className="h-full flex-1 bg-transparent text-base outline-none"
        />
        <Kbd shortcut="escape" />
      </div>
      <Cmdk.List className="max-h-[50vh] scroll-py-1.5 overflow-y-auto p-1.5">
        <Cmdk.Empty className="py-10 text-center text-muted-foreground">
          {t("palette.empty")}
        </Cmdk.Empty>
        {search.trim() === ""
          ? null
          : find(search).map((command) => (
              <PaletteItem key={command.id} command={command} onChoose={onChoose} />
            ))}
        {(search.trim() === "" ? sections : []).map((section) => (
          <Cmdk.Group
            key={section.heading}
            heading={section.heading}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted-foreground [&_[cmdk-group-heading]]:text-xs"
          >
            {section.commands.map((command) => (
              <PaletteItem key={command.id} command={command} onChoose={onChoose} />
            ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </Cmdk>
  );
}

function PaletteItem({
  command,
  onChoose,
}: {
  command: BoundCommand;
  onChoose: (command: BoundCommand) => void;
}) {
  const titleOf = useCommandTitle();
  const [shortcut] = useKeymap().shortcuts(command.id);
  const title = titleOf(command);
  return (
    <Cmdk.Item
      value={command.id}
      keywords={[title]}
      onSelect={() => onChoose(command)}
      className="flex h-8 select-none items-center gap-2 rounded-md px-2.5 data-[selected=true]:bg-accent data-[selected=true]:text-accent-foreground"
    >
      <span className="truncate">{title}</span>
      {command.isActive() ? (
        <Check aria-hidden="true" className="size-3.5 text-primary-text" />
      ) : null}
      {shortcut === undefined ? null : <Kbd shortcut={shortcut} className="ml-auto" />}
    </Cmdk.Item>
  );
}
