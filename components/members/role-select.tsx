"use client";

import { useTranslations } from "use-intl";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { ROLES, type Role } from "@/lib/api/members";

export function RoleSelect({
  label,
  value,
  onValueChange,
  isDisabled = false,
}: {
  label: string;
  value: Role;
  onValueChange: (role: Role) => void;
  isDisabled?: boolean;
}) {
  const t = useTranslations("members");
  return (
    <ChoiceSelect
      label={label}
      value={value}
      choices={ROLES}
      nameOf={(role) => t(`role.${role}`)}
      onChange={onValueChange}
      isDisabled={isDisabled}
      className="w-36"
    />
  );
}
