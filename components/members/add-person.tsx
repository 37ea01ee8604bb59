"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

export interface Person {
  id: string;
  name: string;
  email: string;
}

/** People who have an account join without a link. */
export function AddPerson({
  people,
  onAdd,
}: {
  people: readonly Person[];
  onAdd: (userId: string) => void;
}) {
  const t = useTranslations("members");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="sm" icon={<UserPlus aria-hidden="true" />}>
          {t("addPerson")}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="max-h-80 w-64 overflow-y-auto">
        {people.map((person) => (
          <DropdownMenuItem key={person.id} onSelect={() => onAdd(person.id)}>
            <Avatar name={person.name} size="sm" aria-hidden="true" />
            <span className="min-w-0">
              <span className="block truncate">{person.name}</span>
              <span className="block truncate text-muted-foreground text-xs">{person.email}</span>
            </span>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
