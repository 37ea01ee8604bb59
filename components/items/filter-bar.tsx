"use client";

import {
  ArrowDownNarrowWide,
  ArrowUpNarrowWide,
  ChevronDown,
  LayoutGrid,
  Rows3,
} from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ChoiceSelect } from "@/components/ui/choice-select";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { SearchInput } from "@/components/ui/search-input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { ITEM_STATES, SPLITS } from "@/lib/annotation/item-state";
import { ITEM_SORTS, type ItemFilter } from "@/lib/api/items";
import type { MediaKind } from "@/lib/media/media";
import { CountFilter } from "./count-filter";
import { ITEM_LOOKS } from "./looks/item-looks";
import { StateIcon } from "./state-badge";
import { LAYOUTS, SIZES, type ViewState } from "./view-state";
import { WorkFilter } from "./work-filter";

export type FilterLabel = { id: string; name: string; color: string };

/** Typing settles this long before it becomes part of the address. */
const SEARCH_MS = 200;

export function FilterBar(props: {
  projectId: string;
  mediaKind: MediaKind;
  canManage: boolean;
  canReview: boolean;
  view: ViewState;
  labels: readonly FilterLabel[];
  total: number | null;
  searchRef: RefObject<HTMLInputElement | null>;
  onView(change: Partial<ViewState>): void;
  onFilter(change: Partial<ItemFilter>): void;
  addMore?: ReactNode;
}) {
  const t = useTranslations("items");
  const format = useFormatter();
  const { mediaKind, view, labels, total, searchRef, onView, onFilter } = props;
  const { AddIcon, hasText } = ITEM_LOOKS[mediaKind];
  const { filter } = view;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b bg-card px-4 py-2">
      <SettledSearch
        label={t("filter.name")}
        value={filter.name ?? ""}
        inputRef={searchRef}
        onChange={(name) => onFilter({ name: name === "" ? undefined : name })}
      />
      {hasText ? (
        <SettledSearch
          label={t("filter.text", { kind: mediaKind })}
          value={filter.text ?? ""}
          onChange={(text) => onFilter({ text: text === "" ? undefined : text })}
        />
      ) : null}
      <ChoiceMenu
        title={t("filter.state")}
        options={ITEM_STATES.map((state) => ({
          value: state,
          label: t(`state.${state}`),
          icon: <StateIcon state={state} />,
        }))}
        chosen={filter.state}
        onChange={(state) => onFilter({ state })}
      />
      <ChoiceMenu
        title={t("filter.label")}
        options={labels.map(({ id, name, color }) => ({
          value: id,
          label: name,
          icon: <LabelDot color={color} />,
        }))}
        chosen={filter.label}
        onChange={(label) => onFilter({ label })}
      />
      <ChoiceMenu
        title={t("filter.split")}
        options={[...SPLITS, "none" as const].map((split) => ({
          value: split,
          label: t(`split.${split}`),
        }))}
        chosen={filter.split}
        onChange={(split) => onFilter({ split })}
      />
      <CountFilter mediaKind={mediaKind} filter={filter} onChange={onFilter} />
      <WorkFilter
        projectId={props.projectId}
        canManage={props.canManage}
        canReview={props.canReview}
        filter={filter}
        onFilter={onFilter}
      />
      {/* Goes to a line of its own as a whole where there is no room. */}
      <div className="ml-auto flex items-center gap-2">
        <span className="whitespace-nowrap text-muted-foreground" aria-live="polite" data-numeric>
          {total === null ? null : t("total", { count: total, shown: format.number(total) })}
        </span>
        <SortControl mediaKind={mediaKind} filter={filter} onFilter={onFilter} />
        <LayoutControls view={view} onView={onView} />
        {props.addMore ? (
          <Popover>
            <PopoverTrigger asChild>
              <Button variant="primary" icon={<AddIcon aria-hidden="true" />}>
                {t("add", { kind: mediaKind })}
              </Button>
            </PopoverTrigger>
            <PopoverContent align="end" className="flex w-auto gap-2">
              {props.addMore}
            </PopoverContent>
          </Popover>
        ) : null}
      </div>
    </div>
  );
}

/** A search that waits for the end of the typing. What the address says otherwise replaces what was typed. */
function SettledSearch({
  label,
  value,
  inputRef,
  onChange,
}: {
  label: string;
  value: string;
  inputRef?: RefObject<HTMLInputElement | null>;
  onChange(text: string): void;
}) {
  const [text, setText] = useState(value);
  // What was sent last comes back as `value`, when more may have been typed already.
  const [{ seen, sent }, setKnown] = useState({ seen: value, sent: value });
  if (seen !== value) {
    setKnown({ seen: value, sent: value });
    if (value !== sent) setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      setKnown((known) => ({ ...known, sent: text }));
      onChange(text);
    }, SEARCH_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <SearchInput
      ref={inputRef}
      label={label}
      value={text}
      onValueChange={setText}
      className="min-w-32 max-w-44 flex-1 basis-32"
    />
  );
}

export function LabelDot({ color }: { color: string }) {
  return (
    <span
      aria-hidden="true"
      className="size-2.5 shrink-0 rounded-full"
      style={{ backgroundColor: color }}
    />
  );
}

function ChoiceMenu<V extends string>({
  title,
  options,
  chosen = [],
  onChange,
}: {
  title: string;
  options: readonly { value: V; label: string; icon?: ReactNode }[];
  chosen: readonly V[] | undefined;
  onChange(chosen: V[] | undefined): void;
}) {
  const t = useTranslations("items");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          aria-label={
            chosen.length === 0 ? title : t("filter.chosen", { title, count: chosen.length })
          }
        >
          {title}
          {chosen.length === 0 ? null : (
            <span className="rounded-sm bg-primary-soft px-1 text-primary-text text-xs">
              {chosen.length}
            </span>
          )}
          <ChevronDown aria-hidden="true" className="size-3.5! text-muted-foreground" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="max-h-96 min-w-44 overflow-y-auto">
        {options.map(({ value, label, icon }) => (
          <DropdownMenuCheckboxItem
            key={value}
            checked={chosen.includes(value)}
            // Several are chosen in one go.
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(isChecked) => {
              const next = options
                .map((option) => option.value)
                .filter((option) => (option === value ? isChecked : chosen.includes(option)));
              onChange(next.length === 0 ? undefined : next);
            }}
          >
            {icon}
            <span className="truncate">{label}</span>
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function SortControl({
  mediaKind,
  filter,
  onFilter,
}: {
  mediaKind: MediaKind;
  filter: ItemFilter;
  onFilter(change: Partial<ItemFilter>): void;
}) {
  const t = useTranslations("items");
  const isUp = filter.dir === "asc";
  return (
    <div className="flex items-center gap-1">
      <ChoiceSelect
        label={t("sort.title")}
        value={filter.sort}
        choices={ITEM_SORTS}
        nameOf={(sort) => t(`sort.${sort}`, { kind: mediaKind })}
        // Those that a model is least sure of are what one asks for.
        onChange={(sort) => onFilter(sort === "uncertainty" ? { sort, dir: "desc" } : { sort })}
        className="w-38"
      />
      <IconButton
        label={t(isUp ? "sort.asc" : "sort.desc")}
        icon={isUp ? <ArrowDownNarrowWide /> : <ArrowUpNarrowWide />}
        onClick={() => onFilter({ dir: isUp ? "desc" : "asc" })}
      />
    </div>
  );
}

function LayoutControls({
  view,
  onView,
}: {
  view: ViewState;
  onView(change: Partial<ViewState>): void;
}) {
  const t = useTranslations("items");
  return (
    <>
      {view.layout === "grid" ? (
        <SegmentedControl
          label={t("size.title")}
          value={view.size}
          onValueChange={(size) => onView({ size })}
          segments={SIZES.map((value) => ({
            value,
            label: t(`size.${value}`),
            icon: <span aria-hidden="true">{t(`size.${value}Short`)}</span>,
          }))}
        />
      ) : null}
      <SegmentedControl
        label={t("layout.title")}
        value={view.layout}
        onValueChange={(layout) => onView({ layout })}
        segments={LAYOUTS.map((value) => ({
          value,
          label: t(`layout.${value}`),
          icon: value === "grid" ? <LayoutGrid /> : <Rows3 />,
        }))}
      />
    </>
  );
}
