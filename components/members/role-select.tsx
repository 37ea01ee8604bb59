"use client";

import { useTranslations } from "use-intl";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { ROLES, type Role, roleSchema } from "@/lib/api/members";

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
    <Select
      value={value}
      disabled={isDisabled}
      onValueChange={(next) => onValueChange(roleSchema.parse(next))}
    >
      <SelectTrigger aria-label={label} className="w-36">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {ROLES.map((role) => (
          <SelectItem key={role} value={role}>
            {t(`role.${role}`)}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
