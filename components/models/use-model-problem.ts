import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { ModelError } from "@/lib/models/model-error";

/** Why a model did not load or run, in words that a person can act on. */
export function useModelProblem(): (error: unknown) => string {
  const t = useTranslations("models.problems");
  const errorMessage = useErrorMessage();
  return (error) =>
    error instanceof ModelError
      ? t(error.problem, { detail: error.detail ?? "" })
      : errorMessage(error);
}
