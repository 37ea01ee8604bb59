"use client";

import { useTranslations } from "use-intl";
import { StateIcon } from "@/components/items/state-badge";
import { Badge } from "@/components/ui/badge";
import type { AssignmentState } from "@/lib/annotation/assignment";
import type { ItemState } from "@/lib/annotation/item-state";

/** An assignment looks like the state that an item has when one person alone labels it. */
const LOOKS: Readonly<Record<AssignmentState, ItemState>> = {
  assigned: "new",
  open: "in_progress",
  submitted: "submitted",
  returned: "rejected",
  accepted: "accepted",
  skipped: "skipped",
  released: "new",
};

export function AssignmentBadge({ state }: { state: AssignmentState }) {
  const t = useTranslations("work.state");
  return (
    <Badge className="[&_svg]:size-3">
      <StateIcon state={LOOKS[state]} />
      {t(state)}
    </Badge>
  );
}
