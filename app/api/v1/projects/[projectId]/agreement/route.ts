import { agreementQuerySchema, countAgreementSchema } from "@/lib/api/agreement";
import { agreementCsv } from "@/lib/server/agreement/agreement-csv";
import { keptAgreement } from "@/lib/server/agreement/project-agreement";
import { startAgreement } from "@/lib/server/agreement/start-agreement";
import { getApp } from "@/lib/server/app";
import { AppError } from "@/lib/server/app-error";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "statistics.read", scope: "projectId" },
  query: agreementQuerySchema,
  handler: async ({ store, projectId, may, query: { of: part, format } }) => {
    if (part === "filter" && !may("item.review")) throw ofAllOnly();
    const kept = await keptAgreement(store, { projectId, part });
    if (format === "json") return kept;
    const { agreement } = kept;
    if (!agreement) throw new AppError("not_found", "Agreement was not counted yet.");
    return agreementCsv(store, { projectId, agreement });
  },
});

export const POST = route({
  access: { permission: "statistics.read", scope: "projectId" },
  body: countAgreementSchema,
  handler: async ({ projectId, user, may, body: { filter } }) => {
    if (filter !== null && !may("item.review")) throw ofAllOnly();
    return startAgreement(getApp(), { projectId, userId: user.id, filter });
  },
});

/** Of one item alone, the agreement with the known answer would tell whether there is one. */
function ofAllOnly(): AppError {
  return new AppError("forbidden", "Those who only look are told the agreement of all items.");
}
