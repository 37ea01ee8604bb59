"use client";

import { useQuery } from "@tanstack/react-query";
import { AudioLines } from "lucide-react";
import type { ReactNode } from "react";
import type { WaveSource } from "@/lib/api/items";
import { mediaUrl } from "@/lib/api/open-item";
import { WAVE_COLUMNS, WAVE_HEIGHT, wavePath } from "./wave-path";

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
  const wave = useQuery({
    queryKey: ["waveform", item.blobHash],
    enabled: source !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => (source === null ? "" : loadWave(item, source, signal)),
  });
  if (wave.isError) {
    return (
      <span className="absolute inset-0 flex items-center justify-center text-subtle-foreground">
        <AudioLines aria-hidden="true" className="size-1/4 max-h-6 max-w-6" />
      </span>
    );
  }
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WAVE_COLUMNS} ${WAVE_HEIGHT}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full text-muted-foreground"
    >
      {children}
      <path d={wave.data ?? ""} fill="currentColor" />
    </svg>
  );
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
