"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Panel } from "@/components/ui/panel";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { notificationSettingsSchema } from "@/lib/api/talk";

const PATH = "/api/v1/notifications/settings";
const KEY = ["notification-settings"] as const;

/** Whether what one has not seen in a while also comes by mail. */
export function MailSetting() {
  const t = useTranslations("talk");
  const id = useId();
  const client = useQueryClient();
  const errorMessage = useErrorMessage();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => apiFetch(PATH, { schema: notificationSettingsSchema, signal }),
  });
  const setting = useMutation({
    mutationFn: (isMailed: boolean) =>
      apiFetch(PATH, { method: "PATCH", body: { isMailed }, schema: notificationSettingsSchema }),
    onSuccess: (next) => client.setQueryData(KEY, next),
    onError: (error) => toast.error(errorMessage(error)),
  });
  return (
    <Panel title={t("notifications")}>
      <div className="flex items-start gap-3">
        <Switch
          id={id}
          className="mt-0.5"
          checked={data?.isMailed ?? false}
          disabled={data === undefined || setting.isPending || !data.isMailPossible}
          onCheckedChange={(isMailed) => setting.mutate(isMailed)}
        />
        <label htmlFor={id} className="grid gap-0.5">
          <span className="font-medium">{t("byMail")}</span>
          <span className="text-muted-foreground">
            {data?.isMailPossible === false ? t("noMail") : t("byMailAbout")}
          </span>
        </label>
      </div>
    </Panel>
  );
}
