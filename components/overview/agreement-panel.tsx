"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { AgreementMatrix } from "@/components/agreement/agreement-matrix";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { keptAgreementSchema } from "@/lib/api/agreement";
import { apiFetch } from "@/lib/api/client";
import type { LabelView } from "@/lib/api/labels";

/** Who agrees with whom, as it was counted last; the page of agreement counts it anew. */
export function AgreementPanel(props: { projectId: string; labels: readonly LabelView[] }) {
  const { projectId, labels } = props;
  const t = useTranslations("statistics.agreement");
  const { data } = useQuery({
    queryKey: ["agreement", projectId],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/agreement`, { schema: keptAgreementSchema, signal }),
  });
  const agreement = data?.agreement ?? null;
  return (
    <Panel
      className="min-w-0 md:col-span-6"
      title={t("title")}
      actions={
        <Button asChild size="sm" variant="ghost">
          <Link href={`/projects/${projectId}/agreement`}>{t("more")}</Link>
        </Button>
      }
    >
      {agreement && agreement.pairs.length > 0 ? (
        <AgreementMatrix {...{ agreement, labels }} />
      ) : (
        <p className="text-muted-foreground">{t("empty")}</p>
      )}
    </Panel>
  );
}
