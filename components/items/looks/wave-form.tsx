"use client";

import { useQuery } from "@tanstack/react-query";
import { AudioLines } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import type { WaveSource } from "@/lib/api/items";
import { mediaUrl } from "@/lib/api/open-item";
import { WAVE_COLUMNS, WAVE_HEIGHT, wavePath } from "./wave-path";

/** How far from the view a waveform is asked for. */
const NEAR_PX = 200;

/** A small waveform, as large as what it is in; `children` are drawn behind it in its own units. */
export function WaveForm({
  item,
  source,
  children,
}: {
  item: { id: string; blobHash: string };
  /** Null until it is known. */
  source: WaveSource | null;
  children?: ReactNode;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(frame);
  const wave = useQuery({
    queryKey: ["waveform", item.blobHash],
    enabled: isNear && source !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => (source === null ? "" : loadWave(item, source, signal)),
  });
  return (
    <div ref={frame} aria-hidden="true" className="absolute inset-0 text-muted-foreground">
      {wave.isError ? (
        <AudioLines className="absolute inset-0 m-auto size-1/4 max-h-6 max-w-6 text-subtle-foreground" />
      ) : (
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${WAVE_COLUMNS} ${WAVE_HEIGHT}`}
          preserveAspectRatio="none"
          className="size-full"
        >
          {children}
          <path d={wave.data ?? ""} fill="currentColor" fillOpacity={0.8} />
        </svg>
      )}
    </div>
  );
}

/** Has the element been in view, or near it? Once it has, it stays so. */
function useIsNear(ref: RefObject<Element | null>): boolean {
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    if (isNear || !ref.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsNear(true);
      },
      { rootMargin: `${NEAR_PX}px` },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref, isNear]);
  return isNear;
}

async function loadWave(
  item: { id: string; blobHash: string },
  { level, tiles, channels }: WaveSource,
  signal: AbortSignal,
): Promise<string> {
  const loaded = await Promise.all(
    Array.from({ length: tiles }, async (_, tile) => {
      const response = await fetch(mediaUrl(item, `peaks/${level}/${tile}`), { signal });
      if (!response.ok) throw new Error(`The waveform could not be read: ${response.status}.`);
      return response.arrayBuffer();
    }),
  );
  return wavePath(loaded, channels);
}
