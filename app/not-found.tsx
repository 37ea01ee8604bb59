import { Compass } from "lucide-react";
import { Logo } from "@/components/shell/logo";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { getTranslator } from "@/lib/i18n/server";

/** What is not there, and what somebody may not see: the two look alike. */
export default async function NotFound() {
  const t = await getTranslator("shell");
  return (
    <div className="flex min-h-full flex-col">
      <header className="flex h-12 items-center px-4">
        <Logo />
      </header>
      <main className="flex flex-1 items-center justify-center pb-12">
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
    </div>
  );
}
