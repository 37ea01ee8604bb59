"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
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
import { Tooltip } from "@/components/ui/tooltip";
import type { AssignmentState } from "@/lib/annotation/workflow";
import { apiFetch } from "@/lib/api/client";
import { unassignedSchema, type WorkSummary } from "@/lib/api/work";

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
                </span>
              </TableCell>
              {states.map((state) => (
                <CountCell key={state} projectId={projectId} person={person} state={state} />
              ))}
              <TableCell className="text-right">
                <TakeBack projectId={projectId} person={person} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
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

function TakeBack({ projectId, person }: { projectId: string; person: PersonCounts }) {
  const t = useTranslations("work.page");
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  if (!person.counts.assigned && !person.counts.open) return null;
  async function takeBack(): Promise<void> {
    try {
      const { count } = await apiFetch(`/api/v1/projects/${projectId}/assignments`, {
        method: "DELETE",
        body: { userId: person.userId },
        schema: unassignedSchema,
      });
      toast(t("unassigned", { count }));
    } catch (error) {
      toast.error(errorMessage(error));
    }
    await queryClient.invalidateQueries({ queryKey: ["work", projectId] });
  }
  return (
    <Tooltip content={t("unassignHint", { name: person.name })}>
      <Button variant="ghost" size="sm" onClick={() => void takeBack()}>
        {t("unassign")}
      </Button>
    </Tooltip>
  );
}
