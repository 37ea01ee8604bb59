"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import type { SelectionRequest } from "@/components/items/selection";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { toast, toastUndo } from "@/components/ui/toast";
import { TASKS, type Task } from "@/lib/annotation/assignment";
import { apiFetch } from "@/lib/api/client";
import { type Member, memberListSchema } from "@/lib/api/members";
import { type AssignedItems, assignedItemsSchema } from "@/lib/api/work";

const DIVIDES = ["split", "each"] as const;
const CAN_DO: Readonly<Record<Task, readonly Member["role"][]>> = {
  annotate: ["manager", "reviewer", "annotator"],
  review: ["manager", "reviewer"],
};

/** Hands the chosen items to people. */
export function AssignDialog(props: {
  projectId: string;
  count: number;
  select: SelectionRequest;
  onClose(): void;
  onDone(): void;
}) {
  const t = useTranslations("work.assign");
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : props.onClose())}>
      <DialogContent title={t("title", { count: props.count })}>
        <AssignForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function AssignForm(props: Parameters<typeof AssignDialog>[0]) {
  const { projectId, select, onClose, onDone } = props;
  const t = useTranslations("work.assign");
  const errorMessage = useErrorMessage();
  const tell = useTellAssigned(projectId, onDone);
  const [task, setTask] = useState<Task>("annotate");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [divide, setDivide] = useState<(typeof DIVIDES)[number]>("split");
  const [due, setDue] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const members = useQuery({
    queryKey: ["members", projectId],
    queryFn: () => apiFetch(`/api/v1/projects/${projectId}/members`, { schema: memberListSchema }),
  });
  const able = members.data?.members.filter(
    ({ role, isActive }) => isActive && CAN_DO[task].includes(role),
  );
  const userIds = able?.map(({ userId }) => userId).filter((id) => chosen.has(id)) ?? [];

  async function assign(): Promise<void> {
    setIsPending(true);
    setProblem(null);
    try {
      const made = await apiFetch(`/api/v1/projects/${projectId}/assignments`, {
        method: "POST",
        body: { select, userIds, task, divide, dueAt: endOfDay(due) },
        schema: assignedItemsSchema,
      });
      onClose();
      tell(made);
    } catch (error) {
      setProblem(errorMessage(error));
      setIsPending(false);
    }
  }

  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void assign();
      }}
    >
      <SegmentedControl
        label={t("task")}
        value={task}
        onValueChange={setTask}
        segments={TASKS.map((value) => ({ value, label: t(`tasks.${value}`) }))}
        className="w-fit"
      />
      <fieldset className="grid gap-1">
        <legend className="pb-1.5 font-medium">{t("people")}</legend>
        {members.error ? <Notice variant="danger">{errorMessage(members.error)}</Notice> : null}
        {members.isPending ? <Skeleton className="h-24" /> : null}
        {able?.length === 0 ? <p className="text-muted-foreground">{t("noPeople")}</p> : null}
        <div className="grid max-h-60 overflow-y-auto">
          {able?.map((member) => (
            <PersonRow
              key={member.userId}
              member={member}
              isChosen={chosen.has(member.userId)}
              onChange={() => setChosen((before) => toggled(before, member.userId))}
            />
          ))}
        </div>
      </fieldset>
      <DivideChoice value={divide} onChange={setDivide} />
      <Field label={t("due")} className="w-44">
        {(control) => (
          <Input
            {...control}
            type="date"
            value={due}
            onChange={(event) => setDue(event.target.value)}
          />
        )}
      </Field>
      {problem === null ? null : <Notice variant="danger">{problem}</Notice>}
      <Button
        type="submit"
        variant="primary"
        className="justify-self-end"
        disabled={userIds.length === 0}
        isPending={isPending}
      >
        {t("submit")}
      </Button>
    </form>
  );
}

function PersonRow(props: { member: Member; isChosen: boolean; onChange(): void }) {
  const id = useId();
  const { name, email } = props.member;
  return (
    <div className="flex min-h-9 items-center gap-2.5 rounded-md px-1.5 hover:bg-accent">
      <Checkbox id={id} checked={props.isChosen} onCheckedChange={props.onChange} />
      <label htmlFor={id} className="flex min-w-0 flex-1 items-center gap-2">
        <Avatar name={name} size="sm" aria-hidden="true" />
        <span className="truncate">{name}</span>
        <span className="ml-auto truncate text-muted-foreground text-xs">{email}</span>
      </label>
    </div>
  );
}

function DivideChoice(props: {
  value: (typeof DIVIDES)[number];
  onChange(value: (typeof DIVIDES)[number]): void;
}) {
  const t = useTranslations("work.assign");
  const id = useId();
  return (
    <RadioGroup
      aria-label={t("divide")}
      value={props.value}
      onValueChange={(value) => props.onChange(value === "each" ? "each" : "split")}
    >
      {DIVIDES.map((value) => (
        <div key={value} className="flex items-center gap-2">
          <RadioItem id={`${id}-${value}`} value={value} />
          <label htmlFor={`${id}-${value}`}>{t(`divides.${value}`)}</label>
        </div>
      ))}
    </RadioGroup>
  );
}

/** Says what was assigned, and offers the way back. */
function useTellAssigned(projectId: string, onDone: () => void) {
  const t = useTranslations("work.assign");
  const ui = useTranslations("ui");
  const errorMessage = useErrorMessage();
  return ({ assigned, left, undo }: AssignedItems) => {
    onDone();
    const message = t("done", { count: assigned, left });
    if (undo === null || undo.length === 0) {
      toast(message);
      return;
    }
    toastUndo({
      message,
      undoLabel: ui("undo"),
      onUndo: async () => {
        try {
          await apiFetch(`/api/v1/projects/${projectId}/assignments`, {
            method: "DELETE",
            body: { assignmentIds: undo },
          });
          toast(t("undone"));
        } catch (error) {
          toast.error(errorMessage(error));
        }
        onDone();
      },
    });
  };
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
}

/** The last moment of a day of the date field, where the person is; null for none. */
function endOfDay(date: string): number | null {
  if (date === "") return null;
  const at = new Date(`${date}T23:59:59.999`).getTime();
  return Number.isNaN(at) ? null : at;
}
