"use client";

import { useTranslations } from "use-intl";
import { Notice } from "@/components/ui/notice";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { ImportPreview } from "@/lib/api/imports";
import { COLUMN_ROLES, type ColumnRole, type Roles } from "./record-roles";

/** The first rows, each column under what it is taken for. */
export function RecordsTable({
  table,
  roles,
  onRole,
}: {
  table: NonNullable<ImportPreview["table"]>;
  roles: Roles;
  onRole(column: string, role: ColumnRole): void;
}) {
  const t = useTranslations("data");
  const isFixed = table.format === "lines";
  return (
    <div className="grid gap-2">
      {table.issues.map(({ code, where, message }) => (
        <Notice key={`${code} ${where}`} variant="warning">
          {where}: {message}
        </Notice>
      ))}
      <section
        aria-label={t("records.preview")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-md border"
      >
        <Table>
          <TableHeader>
            <TableRow>
              {table.columns.map((column) => (
                <TableHead key={column} className="min-w-36 py-2 align-top">
                  <span className="block max-w-72 truncate" title={column}>
                    {column}
                  </span>
                  {isFixed ? null : (
                    <RoleSelect
                      column={column}
                      role={roles.get(column) ?? "metadata"}
                      onChange={(role) => onRole(column, role)}
                    />
                  )}
                </TableHead>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {table.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity and never move
              <TableRow key={index}>
                {row.map((cell, place) => (
                  <TableCell key={table.columns[place]} className="max-w-96 py-1 align-top">
                    <span dir="auto" className="line-clamp-3 whitespace-pre-wrap break-words">
                      {cell}
                    </span>
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </section>
      <p className="text-muted-foreground text-xs">
        {t("records.firstRows", { count: table.rows.length })}
      </p>
    </div>
  );
}

function RoleSelect(props: { column: string; role: ColumnRole; onChange(role: ColumnRole): void }) {
  const { column, role, onChange } = props;
  const t = useTranslations("data");
  return (
    <Select
      value={role}
      onValueChange={(next) => {
        const chosen = COLUMN_ROLES.find((each) => each === next);
        if (chosen) onChange(chosen);
      }}
    >
      <SelectTrigger aria-label={t("records.roleOf", { column })} className="mt-1 w-full">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {COLUMN_ROLES.map((each) => (
          <SelectItem key={each} value={each}>
            {t(`records.role.${each}`)}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
