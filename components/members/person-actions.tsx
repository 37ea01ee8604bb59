"use client";

import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import type { UserList } from "@/lib/api/members";
import type { ChangeUser } from "@/lib/api/people";

type User = UserList["users"][number];
type Question = "deactivate" | "factor";

/** What an owner does to another person's account. What cannot be taken back at once is asked first. */
export function PersonActions({ user, onChanged }: { user: User; onChanged: () => void }) {
  const t = useTranslations("members");
  const errorMessage = useErrorMessage();
  const [question, setQuestion] = useState<Question | null>(null);
  const { name } = user;
  const path = `/api/v1/users/${user.id}`;

  async function send(request: { change: ChangeUser } | "reset-factor", done: string) {
    setQuestion(null);
    try {
      if (request === "reset-factor") await apiFetch(`${path}/two-factor`, { method: "DELETE" });
      else await apiFetch(path, { method: "PATCH", body: request.change });
      toast.success(done);
    } catch (error) {
      toast.error(errorMessage(error));
    }
    onChanged();
  }

  const isOwner = user.role === "owner";
  const isActive = user.deactivatedAt === null;
  const setRole = () =>
    isOwner
      ? send({ change: { role: "member" } }, t("people.isMember", { name }))
      : send({ change: { role: "owner" } }, t("people.isOwner", { name }));
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton
            label={t("people.actions", { name })}
            icon={<MoreHorizontal />}
            size="icon-sm"
          />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => void setRole()}>
            {t(isOwner ? "people.makeMember" : "people.makeOwner")}
          </DropdownMenuItem>
          {user.hasTwoFactor ? (
            <DropdownMenuItem onSelect={() => setQuestion("factor")}>
              {t("people.resetFactor")}
            </DropdownMenuItem>
          ) : null}
          <DropdownMenuItem
            onSelect={() =>
              isActive
                ? setQuestion("deactivate")
                : void send({ change: { isDeactivated: false } }, t("people.isActive", { name }))
            }
          >
            {t(isActive ? "people.deactivate" : "people.reactivate")}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Dialog
        open={question !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setQuestion(null))}
      >
        {question === null ? null : (
          <QuestionDialog
            question={question}
            name={name}
            onCancel={() => setQuestion(null)}
            onConfirm={() =>
              question === "factor"
                ? void send("reset-factor", t("people.isReset", { name }))
                : void send(
                    { change: { isDeactivated: true } },
                    t("people.isDeactivated", { name }),
                  )
            }
          />
        )}
      </Dialog>
    </>
  );
}

function QuestionDialog({
  question,
  name,
  onCancel,
  onConfirm,
}: {
  question: Question;
  name: string;
  onCancel: () => void;
  onConfirm: () => void;
}) {
  const t = useTranslations("members");
  const isFactor = question === "factor";
  return (
    <DialogContent
      size="sm"
      title={t(isFactor ? "people.factorTitle" : "people.deactivateTitle", { name })}
      footer={
        <>
          <Button onClick={onCancel}>{t("people.cancel")}</Button>
          <Button variant="danger" onClick={onConfirm}>
            {t(isFactor ? "people.resetFactor" : "people.deactivate")}
          </Button>
        </>
      }
    >
      <p className="text-muted-foreground">
        {t(isFactor ? "people.factorDescription" : "people.deactivateDescription")}
      </p>
    </DialogContent>
  );
}
