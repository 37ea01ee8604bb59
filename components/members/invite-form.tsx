"use client";

import { Link2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import * as z from "zod/mini";
import { RoleSelect } from "@/components/members/role-select";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Field, Label } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { apiFetch } from "@/lib/api/client";
import { createdInvitationSchema, type Role } from "@/lib/api/members";

type Made = { link: string; expiresAt: number };

/**
 * Makes a link to join. It is shown this once: the server keeps only its hash. Without `hasRole`
 * it leads to an account in no project.
 */
export function InviteForm({
  endpoint,
  hasRole,
  onCreated,
}: {
  endpoint: string;
  hasRole: boolean;
  onCreated: () => void;
}) {
  const t = useTranslations("members");
  const errorMessage = useErrorMessage();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("annotator");
  const [isEmailWrong, setIsEmailWrong] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [formError, setFormError] = useState<string | null>(null);
  const [made, setMade] = useState<Made | null>(null);

  async function create(event: FormEvent) {
    event.preventDefault();
    const wanted = email.trim();
    const isWrong = wanted !== "" && !z.email().safeParse(wanted).success;
    setIsEmailWrong(isWrong);
    if (isWrong) return;
    setIsPending(true);
    setFormError(null);
    try {
      const { token, expiresAt } = await apiFetch(endpoint, {
        method: "POST",
        body: { email: wanted === "" ? null : wanted, ...(hasRole ? { role } : {}) },
        schema: createdInvitationSchema,
      });
      setMade({ link: `${window.location.origin}/invite/${token}`, expiresAt });
      setEmail("");
      onCreated();
    } catch (error) {
      setFormError(errorMessage(error));
    } finally {
      setIsPending(false);
    }
  }

  return (
    <div className="grid gap-4">
      <form
        noValidate
        className="flex flex-wrap items-start gap-3"
        onSubmit={(event) => void create(event)}
      >
        <Field
          label={t("invite.email")}
          aside={t("invite.optional")}
          error={isEmailWrong ? t("invite.emailWrong") : null}
          className="w-72"
        >
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              placeholder={t("invite.anyone")}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        {hasRole ? (
          <div className="grid gap-1.5">
            <Label aria-hidden="true">{t("invite.role")}</Label>
            <RoleSelect label={t("invite.role")} value={role} onValueChange={setRole} />
          </div>
        ) : null}
        <Button
          type="submit"
          variant="primary"
          className="mt-6.5"
          icon={<Link2 aria-hidden="true" />}
          isPending={isPending}
        >
          {t("invite.submit")}
        </Button>
      </form>
      {hasRole ? <p className="text-muted-foreground text-xs">{t(`roleHint.${role}`)}</p> : null}
      {formError === null ? null : <Notice variant="danger">{formError}</Notice>}
      {made === null ? null : <MadeLink made={made} />}
    </div>
  );
}

function MadeLink({ made }: { made: Made }) {
  const t = useTranslations("members");
  const format = useFormatter();
  return (
    <Notice variant="success">
      <p>{t("invite.made", { date: format.dateTime(made.expiresAt, { dateStyle: "long" }) })}</p>
      <CopyField label={t("invite.link")} value={made.link} className="mt-2 w-[32rem] max-w-full" />
    </Notice>
  );
}
