import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";

const SHOWN = 3;

/** Who has the item open now. */
export function PeopleHere({ names, className }: { names: readonly string[]; className?: string }) {
  const t = useTranslations("talk");
  const [name] = names;
  if (name === undefined) return null;
  const text = t("isWorking", { count: names.length, name, more: names.length - 1 });
  return (
    <span role="img" aria-label={text} title={text} className={cn("flex pl-1", className)}>
      {names.slice(0, SHOWN).map((each) => (
        <Avatar
          key={each}
          name={each}
          size="sm"
          aria-hidden="true"
          className="-ml-1 outline-2 outline-card"
        />
      ))}
    </span>
  );
}
