import { agreementWorker } from "@/lib/server/agreement/agreement-worker";
import { countAgreement } from "@/lib/server/agreement/count-agreement";
import { serveWorker } from "@/lib/server/workers/serve-worker";

serveWorker(agreementWorker, countAgreement);
