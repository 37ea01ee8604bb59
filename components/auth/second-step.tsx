"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { ApiError, apiFetch } from "@/lib/api/client";

const WRONG: ReadonlySet<string> = new Set(["invalid_code", "invalid_backup_code"]);
const EXPIRED: ReadonlySet<string> = new Set([
  "invalid_two_factor_cookie",
  "too_many_attempts_request_new_code",
]);

/** After the password: a code of the app, or one of the backup codes. */
export function SecondStep({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const t = useTranslations("auth");
  const errorMessage = useErrorMessage();
  const [isBackup, setIsBackup] = useState(false);
  const [code, setCode] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [formError, setFormError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);

  function refuse(problem: unknown) {
    const known = problem instanceof ApiError ? problem.code : "";
    if (WRONG.has(known)) setError(t("second.wrong"));
    else if (EXPIRED.has(known)) setFormError(t("second.expired"));
    else if (known === "account_temporarily_locked") setFormError(t("second.locked"));
    else setFormError(errorMessage(problem));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const typed = code.replaceAll(/\s/g, "");
    setFormError(null);
    setError(typed === "" ? t("codeMissing") : null);
    if (typed === "") return;
    setIsPending(true);
    try {
      const way = isBackup ? "verify-backup-code" : "verify-totp";
      await apiFetch(`/api/auth/two-factor/${way}`, { method: "POST", body: { code: typed } });
      onDone();
    } catch (problem) {
      refuse(problem);
      setIsPending(false);
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <h2 className="font-medium">{t("second.title")}</h2>
      <p className="text-muted-foreground">
        {t(isBackup ? "second.backupDescription" : "second.description")}
      </p>
      {formError === null ? null : <Notice variant="danger">{formError}</Notice>}
      <Field
        key={isBackup ? "backup" : "app"}
        label={t(isBackup ? "second.backupCode" : "second.code")}
        error={error}
      >
        {(control) => (
          <Input
            {...control}
            // The one field of this step, to which the person was just brought.
            autoFocus
            name="code"
            inputMode={isBackup ? "text" : "numeric"}
            autoComplete="one-time-code"
            spellCheck={false}
            maxLength={40}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            className="h-9 font-mono text-base tracking-widest"
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="h-9" isPending={isPending}>
        {t("second.submit")}
      </Button>
      <div className="flex justify-between">
        <Button
          variant="ghost"
          size="sm"
          onClick={() => {
            setIsBackup(!isBackup);
            setCode("");
            setError(null);
          }}
        >
          {t(isBackup ? "second.app" : "second.backup")}
        </Button>
        <Button variant="ghost" size="sm" onClick={onBack}>
          {t("second.back")}
        </Button>
      </div>
      {isBackup ? <p className="text-muted-foreground text-xs">{t("second.lost")}</p> : null}
    </form>
  );
}
