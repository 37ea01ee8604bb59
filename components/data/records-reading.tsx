"use client";

import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { ImportPreview, TableChoice } from "@/lib/api/imports";
import { TEXT_ENCODINGS } from "@/lib/text/decode";

export type Reading = Omit<TableChoice, "mapping">;

const DELIMITERS = [",", ";", "\t", "|"] as const;
const DELIMITER_NAMES = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;
/** Names of encodings need no translation. */
const ENCODING_NAMES = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 LE",
  "utf-16be": "UTF-16 BE",
  "windows-1252": "Latin-1 (Windows-1252)",
} as const;

/** How the bytes are read: format, encoding, delimiter, header. */
export function RecordsReading(props: {
  preview: ImportPreview;
  formatId: string;
  reading: Reading;
  separator: string;
  hasClasses: boolean;
  onFormat(id: string): void;
  onReading(reading: Reading): void;
  onSeparator(separator: string): void;
}) {
  const { preview, formatId, reading, separator, hasClasses } = props;
  const { onFormat, onReading, onSeparator } = props;
  const t = useTranslations("data");
  const { table, formats } = preview;
  const isDelimited = formatId === "table" && table?.delimiter != null;
  const encoding = reading.encoding ?? table?.encoding ?? "utf-8";
  const delimiter = reading.delimiter ?? table?.delimiter ?? ",";
  const delimiters = [...new Set<string>([...DELIMITERS, delimiter])];
  return (
    <div className="flex flex-wrap items-end gap-4">
      <Choice
        label={t("records.readAs")}
        value={formatId}
        onChange={onFormat}
        options={choicesOf(preview).map((id) => ({
          value: id,
          label:
            id === "table"
              ? t(table?.format === "lines" ? "records.lines" : "records.table")
              : id === "files"
                ? t("records.whole")
                : (formats.find((each) => each.id === id)?.name ?? id),
        }))}
        className="w-60"
      />
      {formatId === "table" || formatId === "files" ? (
        <Choice
          label={t("records.encoding")}
          value={encoding}
          onChange={(next) => {
            const chosen = TEXT_ENCODINGS.find((each) => each === next);
            if (chosen) onReading({ ...reading, encoding: chosen });
          }}
          options={TEXT_ENCODINGS.map((each) => ({ value: each, label: ENCODING_NAMES[each] }))}
          className="w-52"
        />
      ) : null}
      {isDelimited ? (
        <>
          <Choice
            label={t("records.delimiter")}
            value={delimiter}
            onChange={(next) => onReading({ ...reading, delimiter: next })}
            options={delimiters.map((each) => ({ value: each, label: nameOf(each) }))}
            className="w-36"
          />
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is a button that a label may hold */}
          <label className="flex h-8 select-none items-center gap-2 text-sm">
            <Checkbox
              checked={reading.hasHeader}
              onCheckedChange={(value) => onReading({ ...reading, hasHeader: value === true })}
            />
            {t("records.header")}
          </label>
        </>
      ) : null}
      {hasClasses ? (
        <Field label={t("records.separator")} className="w-44">
          {(control) => (
            <Input
              {...control}
              maxLength={10}
              placeholder={t("records.separatorNone")}
              value={separator}
              onChange={({ target }) => onSeparator(target.value)}
            />
          )}
        </Field>
      ) : null}
    </div>
  );

  function nameOf(character: string): string {
    const known = DELIMITERS.find((each) => each === character);
    return known ? t(`records.delimiters.${DELIMITER_NAMES[known]}`) : character;
  }
}

/** What was recognised first, then a table, which any file of records can be. */
function choicesOf({ formats, table }: ImportPreview): string[] {
  const ids = formats.map(({ id }) => id);
  return table === null || ids.includes("table") ? ids : [...ids, "table"];
}

function Choice(props: {
  label: string;
  value: string;
  onChange(value: string): void;
  options: readonly { value: string; label: string }[];
  className: string;
}) {
  const { label, value, onChange, options, className } = props;
  return (
    <Field label={label} className={className}>
      {(control) => (
        <Select value={value} onValueChange={onChange}>
          <SelectTrigger {...control}>
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {options.map((option) => (
              <SelectItem key={option.value} value={option.value}>
                {option.label}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    </Field>
  );
}
