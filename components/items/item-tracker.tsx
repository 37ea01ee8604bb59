"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { forgetItem, rememberItem } from "./return-memory";

/** Knows which item is open in the editor, so that the list can show where one comes from. */
export function ItemTracker({ projectId }: { projectId: string }) {
  const pathname = usePathname();
  useEffect(() => {
    const list = `/projects/${projectId}/items`;
    if (pathname === list) return;
    if (pathname.startsWith(`${list}/`)) rememberItem(projectId, pathname.slice(list.length + 1));
    else forgetItem(projectId);
  }, [projectId, pathname]);
  return null;
}
