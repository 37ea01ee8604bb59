"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { FactorDialog, type FactorTask } from "@/components/account/factor-dialog";
import { ACCOUNT_KEY } from "@/components/account/use-account";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Panel } from "@/components/ui/panel";
import type { Account } from "@/lib/api/people";

/** Turns the second factor on and off, and makes new backup codes. */
export function TwoFactorPanel({ account }: { account: Account }) {
  const t = useTranslations("account");
  const queryClient = useQueryClient();
  const router = useRouter();
  const [task, setTask] = useState<FactorTask | null>(null);
  const isOn = account.hasTwoFactor;
  return (
    <Panel
      title={
        <span className="flex items-center gap-2">
          {t("factor.title")}
          <Badge variant={isOn ? "success" : "neutral"}>
            {t(isOn ? "factor.on" : "factor.off")}
          </Badge>
        </span>
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-60 flex-1 text-muted-foreground">{t("factor.description")}</p>
        {isOn ? (
          <>
            <Button onClick={() => setTask("codes")}>{t("factor.newCodes")}</Button>
            <Button onClick={() => setTask("off")}>{t("factor.turnOff")}</Button>
          </>
        ) : (
          <Button variant="primary" onClick={() => setTask("on")}>
            {t("factor.turnOn")}
          </Button>
        )}
      </div>
      <Dialog open={task !== null} onOpenChange={(isOpen) => (isOpen ? undefined : setTask(null))}>
        {task === null ? null : (
          <FactorDialog
            task={task}
            hasPassword={account.hasPassword}
            onClose={() => setTask(null)}
            onChanged={() => {
              void queryClient.invalidateQueries({ queryKey: ACCOUNT_KEY });
              void queryClient.invalidateQueries({ queryKey: ["sessions"] });
              router.refresh();
            }}
          />
        )}
      </Dialog>
    </Panel>
  );
}
