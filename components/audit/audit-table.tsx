"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { AuditEvent, AuditKind } from "@/lib/api/people";
import { changesOf } from "./changes";

/** Worth a second look. */
const ALARMING: ReadonlySet<AuditKind> = new Set<AuditKind>([
  "sign_in.failed",
  "two_factor.failed",
]);

/** `hasProject`: say of which project each event is. */
export function AuditTable({
  events,
  hasProject,
}: {
  events: readonly AuditEvent[];
  hasProject: boolean;
}) {
  const t = useTranslations("audit");
  return (
    <Table aria-label={t("list")}>
      <TableHeader>
        <tr>
          <TableHead>{t("column.time")}</TableHead>
          <TableHead>{t("column.actor")}</TableHead>
          <TableHead>{t("column.what")}</TableHead>
          <TableHead>{t("column.details")}</TableHead>
          <TableHead>{t("column.address")}</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {events.map((event) => (
          <AuditRow key={event.id} event={event} hasProject={hasProject} />
        ))}
      </TableBody>
    </Table>
  );
}

function AuditRow({ event, hasProject }: { event: AuditEvent; hasProject: boolean }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const { actor, subject, project, kind, via } = event;
  const isAboutOther = subject !== null && subject.id !== actor?.id && subject.id !== project?.id;
  const about = isAboutOther ? subject.name || t("openLink") : null;
  const where = hasProject && project !== null ? project.name : null;
  return (
    <TableRow className="align-top">
      <TableCell className="whitespace-nowrap py-2 text-muted-foreground tabular-nums">
        <time dateTime={new Date(event.at).toISOString()}>
          {format.dateTime(event.at, { dateStyle: "medium", timeStyle: "medium" })}
        </time>
      </TableCell>
      <TableCell className="py-2">
        {actor === null ? <span className="text-muted-foreground">{t("nobody")}</span> : actor.name}
        {via === "browser" ? null : (
          <Badge variant="outline" className="ml-2">
            {t(`way.${via}`)}
          </Badge>
        )}
      </TableCell>
      <TableCell className="py-2">
        <span className={ALARMING.has(kind) ? "text-danger-foreground" : undefined}>
          {t(`kind.${wordOf(kind)}`)}
        </span>
        {about === null && where === null ? null : (
          <span className="block text-muted-foreground text-xs">
            {[about, where].filter((part) => part !== null).join(" · ")}
          </span>
        )}
      </TableCell>
      <TableCell className="max-w-80 py-2 text-muted-foreground text-xs">
        <Changes event={event} />
      </TableCell>
      <TableCell className="py-2 text-muted-foreground text-xs tabular-nums">
        {event.address}
      </TableCell>
    </TableRow>
  );
}

/** What was, and what is. The names of fields are those of the API, the same in every language. */
function Changes({ event: { before, after } }: { event: AuditEvent }) {
  return (
    <ul className="grid gap-0.5">
      {changesOf(before, after).map(({ key, was, is }) => (
        <li key={key} className="break-words">
          <span className="font-mono">{key}</span> {was === null ? null : <del>{was}</del>}
          {was === null || is === null ? null : " → "}
          {is === null ? null : <ins className="text-foreground no-underline">{is}</ins>}
        </li>
      ))}
    </ul>
  );
}

type Word<K extends string> = K extends `${infer A}.${infer B}` ? `${A}_${B}` : K;

/** A dot would be a level of the catalogue. */
function wordOf<K extends AuditKind>(kind: K): Word<K> {
  return kind.replace(".", "_") as Word<K>;
}
