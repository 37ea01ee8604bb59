"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import * as z from "zod/mini";
import { QrCode } from "@/components/account/qr-code";
import { PasswordInput } from "@/components/auth/password-input";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { ApiError, apiFetch } from "@/lib/api/client";

export type FactorTask = "on" | "off" | "codes";
type Step =
  | { name: "password" }
  | { name: "scan"; address: string; codes: readonly string[] }
  | { name: "codes"; codes: readonly string[] };

const enabledSchema = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const codesSchema = z.object({ backupCodes: z.array(z.string()) });
const TITLES = {
  on: "factor.dialogOn",
  off: "factor.dialogOff",
  codes: "factor.dialogCodes",
} as const;
const DESCRIPTIONS = {
  on: "factor.description",
  off: "factor.dialogOffDescription",
  codes: "factor.dialogCodesDescription",
} as const;

/** Asks for the password, then for the first code of the app, and ends with the backup codes. */
export function FactorDialog({
  task,
  hasPassword,
  onClose,
  onChanged,
}: {
  task: FactorTask;
  hasPassword: boolean;
  onClose: () => void;
  onChanged: () => void;
}) {
  const t = useTranslations("account");
  const [step, setStep] = useState<Step>({ name: "password" });

  async function begin(password: string) {
    const body = hasPassword ? { password } : {};
    if (task === "off") {
      await apiFetch("/api/auth/two-factor/disable", { method: "POST", body });
      toast.success(t("factor.turnedOff"));
      onChanged();
      onClose();
    } else if (task === "codes") {
      const { backupCodes } = await apiFetch("/api/auth/two-factor/generate-backup-codes", {
        method: "POST",
        body,
        schema: codesSchema,
      });
      setStep({ name: "codes", codes: backupCodes });
    } else {
      const { totpURI, backupCodes } = await apiFetch("/api/auth/two-factor/enable", {
        method: "POST",
        body,
        schema: enabledSchema,
      });
      setStep({ name: "scan", address: totpURI, codes: backupCodes });
    }
  }

  async function verify(code: string, codes: readonly string[]) {
    await apiFetch("/api/auth/two-factor/verify-totp", { method: "POST", body: { code } });
    toast.success(t("factor.turnedOn"));
    onChanged();
    setStep({ name: "codes", codes });
  }

  return (
    <DialogContent title={t(TITLES[task])} description={t(DESCRIPTIONS[task])}>
      {step.name === "password" ? (
        <StepForm
          name="password"
          submit={t("factor.continue")}
          refusal={{ codes: ["invalid_password"], message: t("password.wrong") }}
          label={hasPassword ? t("factor.password") : null}
          onSubmit={begin}
        />
      ) : null}
      {step.name === "scan" ? (
        <div className="grid gap-4">
          <p>{t("factor.scan")}</p>
          <QrCode text={step.address} label={t("factor.qr")} />
          <div className="grid gap-1.5">
            <span className="font-medium">{t("factor.key")}</span>
            <CopyField label={t("factor.key")} value={keyOf(step.address)} />
          </div>
          <StepForm
            name="code"
            submit={t("factor.confirm")}
            refusal={{ codes: ["invalid_code"], message: t("factor.codeWrong") }}
            label={t("factor.code")}
            onSubmit={(code) => verify(code, step.codes)}
          />
        </div>
      ) : null}
      {step.name === "codes" ? <BackupCodes codes={step.codes} onDone={onClose} /> : null}
    </DialogContent>
  );
}

/** One field and one button. Without a label there is nothing to type: whoever has no password is not asked for one. */
function StepForm({
  name,
  label,
  submit,
  refusal,
  onSubmit,
}: {
  name: "password" | "code";
  label: string | null;
  submit: string;
  refusal: { codes: readonly string[]; message: string };
  onSubmit: (value: string) => Promise<void>;
}) {
  const errorMessage = useErrorMessage();
  const [value, setValue] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    setError(null);
    setIsPending(true);
    try {
      await onSubmit(name === "code" ? value.replaceAll(/\s/g, "") : value);
    } catch (problem) {
      const isWrong = problem instanceof ApiError && refusal.codes.includes(problem.code);
      setError(isWrong ? refusal.message : errorMessage(problem));
    } finally {
      setIsPending(false);
    }
  }

  return (
    <form noValidate className="grid max-w-92 gap-4" onSubmit={(event) => void send(event)}>
      {label === null ? (
        error === null ? null : (
          <Notice variant="danger">{error}</Notice>
        )
      ) : (
        <Field label={label} error={error}>
          {(control) =>
            name === "password" ? (
              <PasswordInput
                {...control}
                autoComplete="current-password"
                value={value}
                onChange={(event) => setValue(event.target.value)}
              />
            ) : (
              <Input
                {...control}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={10}
                value={value}
                onChange={(event) => setValue(event.target.value)}
                className="h-9 w-40 font-mono text-base tracking-widest"
              />
            )
          }
        </Field>
      )}
      <Button
        type="submit"
        variant="primary"
        className="justify-self-start"
        isPending={isPending}
        disabled={label !== null && value === ""}
      >
        {submit}
      </Button>
    </form>
  );
}

function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTranslations("account");
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join("\n")}\n`)}`;
  return (
    <div className="grid gap-4">
      <Notice variant="warning">{t("factor.keep")}</Notice>
      <ul
        aria-label={t("factor.codes")}
        className="grid select-text grid-cols-2 gap-x-6 gap-y-1 rounded-md border p-3 font-mono"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex gap-2">
        <Button asChild>
          <a href={file} download="trazo-backup-codes.txt">
            {t("factor.download")}
          </a>
        </Button>
        <Button variant="primary" onClick={onDone}>
          {t("factor.done")}
        </Button>
      </div>
    </div>
  );
}

function keyOf(address: string): string {
  return new URL(address).searchParams.get("secret") ?? "";
}
