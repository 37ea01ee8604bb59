"use client";

import { useEffect, useRef, useState } from "react";
import { createItemOpener, type ItemOpener } from "@/components/editor/item-opener";
import { useEditorMedia } from "@/components/editor/media/editor-media";
import type { Label } from "@/lib/annotation/label";
import { createClipboard } from "@/lib/editor/clipboard";
import { createPreferences } from "@/lib/editor/preferences";

/** Opens one item after the other in the page; those that come next are loaded ahead. Null until there is one. */
export function useReviewOpener(options: {
  userId: string;
  labels: readonly Label[];
  itemId: string | null;
  /** What comes after an item. */
  ahead(itemId: string): readonly string[];
}): ItemOpener | null {
  const media = useEditorMedia();
  const [opener, setOpener] = useState<ItemOpener | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { itemId } = options;
  const hasItem = itemId !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page makes one opener and keeps it.
  useEffect(() => {
    const first = latest.current.itemId;
    if (first === null) return;
    const created = createItemOpener(
      {
        userId: latest.current.userId,
        media: media.createOpener(),
        labels: latest.current.labels,
        filter: "",
        ahead: (id) => latest.current.ahead(id),
        isReadOnly: false,
        preferences: createPreferences(window.localStorage),
        clipboard: createClipboard(window.localStorage),
      },
      first,
    );
    setOpener(created);
    void created.open(first);
    return () => {
      setOpener(null);
      created.dispose();
    };
  }, [hasItem]);
  useEffect(() => {
    if (opener && itemId !== null && opener.state().itemId !== itemId) void opener.open(itemId);
  }, [opener, itemId]);
  return opener;
}
