"use client";

import { encode } from "uqr";

/** Modules of white around the code, without which readers do not find it. */
const BORDER = 2;

/** The text as a QR code, dark on white in every theme: readers expect it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: BORDER });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 rounded-md border bg-white"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
