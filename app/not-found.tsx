import { Compass } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { getTranslator } from "@/lib/i18n/server";

export default async function NotFound() {
  const t = await getTranslator("shell");
  return (
    <main className="flex min-h-full items-center justify-center">
      <EmptyState
        heading="h1"
        icon={<Compass />}
        title={t("notFound.title")}
        description={t("notFound.description")}
        action={
          <Button asChild variant="primary">
            {/* Not a Link: every page would load what it needs. */}
            <a href="/">{t("error.home")}</a>
          </Button>
        }
      />
    </main>
  );
}
