"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";

export function PasswordInput(props: Omit<ComponentProps<"input">, "type">) {
  const t = useTranslations("auth");
  const [isShown, setIsShown] = useState(false);
  return (
    <div className="relative">
      <Input
        name="password"
        autoCapitalize="none"
        spellCheck={false}
        {...props}
        type={isShown ? "text" : "password"}
        className="h-9 pr-9"
      />
      <IconButton
        label={t(isShown ? "hidePassword" : "showPassword")}
        icon={isShown ? <EyeOff /> : <Eye />}
        size="icon-sm"
        className="absolute top-1 right-1"
        aria-pressed={isShown}
        onClick={() => setIsShown(!isShown)}
      />
    </div>
  );
}
