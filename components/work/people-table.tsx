"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Panel } from "@/components/ui/panel";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { AssignmentState } from "@/lib/annotation/assignment";
import { apiFetch } from "@/lib/api/client";
import { unassignedSchema, type WorkSummary } from "@/lib/api/work";
import { NumberField } from "./number-field";

type PersonCounts = WorkSummary["people"][number];

/** For managers: how much each person has, each number leading to the items, and the way to take work back. */
export function PeopleTable({
  projectId,
  people,
  states,
}: {
  projectId: string;
  people: readonly PersonCounts[];
  states: readonly AssignmentState[];
}) {
  const t = useTranslations("work");
  return (
    <Panel title={t("page.people")} bodyClassName="p-0">
      <Table aria-label={t("page.people")}>
        <TableHeader>
          <tr>
            <TableHead>{t("page.person")}</TableHead>
            {states.map((state) => (
              <TableHead key={state} isNumeric>
                {t(`state.${state}`)}
              </TableHead>
            ))}
            <TableHead />
          </tr>
        </TableHeader>
        <TableBody>
          {people.map((person) => (
            <TableRow key={person.userId}>
              <TableCell>
                <span className="flex items-center gap-2">
                  <Avatar name={person.name} size="sm" aria-hidden="true" />
                  <span className="truncate">{person.name}</span>
                  <PersonMarks person={person} />
                </span>
              </TableCell>
              {states.map((state) => (
                <CountCell key={state} projectId={projectId} person={person} state={state} />
              ))}
              <TableCell className="text-right">
                <PersonMenu projectId={projectId} person={person} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}

/** What is special about the person's work here. */
function PersonMarks({ person }: { person: PersonCounts }) {
  const t = useTranslations("work.page.mark");
  return (
    <>
      {person.isInTraining ? <Badge variant="info">{t("training")}</Badge> : null}
      {person.isGone ? <Badge>{t("gone")}</Badge> : null}
      {person.itemLimit === null ? null : (
        <Badge variant="outline">{t("limit", { count: person.itemLimit })}</Badge>
      )}
    </>
  );
}

function CountCell(props: { projectId: string; person: PersonCounts; state: AssignmentState }) {
  const format = useFormatter();
  const { projectId, person, state } = props;
  const n = person.counts[state] ?? 0;
  const href = `/projects/${projectId}/items?assignee=${person.userId}&work=${state}`;
  return (
    <TableCell isNumeric>
      {n === 0 ? (
        <span className="text-muted-foreground">0</span>
      ) : (
        <Link href={href} className="hover:underline">
          {format.number(n)}
        </Link>
      )}
    </TableCell>
  );
}

/** What a manager can do about one person's work. */
function PersonMenu({ projectId, person }: { projectId: string; person: PersonCounts }) {
  const t = useTranslations("work.page");
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  const [isLimiting, setIsLimiting] = useState(false);
  const hasOpen = Boolean(person.counts.assigned || person.counts.open);

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      toast.error(errorMessage(error));
    }
    await queryClient.invalidateQueries({ queryKey: ["work", projectId] });
  }
  const takeBack = () =>
    attempt(async () => {
      const { count } = await apiFetch(`/api/v1/projects/${projectId}/assignments`, {
        method: "DELETE",
        body: { userId: person.userId },
        schema: unassignedSchema,
      });
      toast(t("unassigned", { count }));
    });
  const change = (body: { itemLimit?: number | null; isTrained?: boolean }) =>
    attempt(() =>
      apiFetch(`/api/v1/projects/${projectId}/members/${person.userId}/work`, {
        method: "PATCH",
        body,
      }),
    );

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton
            label={t("more.of", { name: person.name })}
            icon={<Ellipsis />}
            size="icon-sm"
          />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem disabled={!hasOpen} onSelect={() => void takeBack()}>
            {t("unassign")}
          </DropdownMenuItem>
          <DropdownMenuItem disabled={person.isGone} onSelect={() => setIsLimiting(true)}>
            {t("more.limit")}
          </DropdownMenuItem>
          {person.isInTraining ? (
            <DropdownMenuItem onSelect={() => void change({ isTrained: true })}>
              {t("more.letPass")}
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {isLimiting ? (
        <LimitDialog
          person={person}
          onClose={() => setIsLimiting(false)}
          onSet={(itemLimit) => {
            setIsLimiting(false);
            void change({ itemLimit });
          }}
        />
      ) : null}
    </>
  );
}

function LimitDialog(props: {
  person: PersonCounts;
  onClose(): void;
  onSet(limit: number | null): void;
}) {
  const t = useTranslations("work.page.more");
  const [text, setText] = useState(String(props.person.itemLimit ?? ""));
  const limit = text.trim() === "" ? null : Number(text);
  const isWrong = limit !== null && !(Number.isInteger(limit) && limit >= 1);
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : props.onClose())}>
      <DialogContent title={t("limitOf", { name: props.person.name })} size="sm">
        <form
          noValidate
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isWrong) props.onSet(limit);
          }}
        >
          <NumberField
            label={t("limit")}
            text={text}
            min={1}
            max={10_000_000}
            placeholder={t("asProject")}
            isWrong={isWrong}
            onChange={setText}
          />
          <Button type="submit" variant="primary" disabled={isWrong}>
            {t("set")}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}
