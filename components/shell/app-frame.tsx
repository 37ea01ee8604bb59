import type { ReactNode } from "react";
import { AppOverlays } from "@/components/shell/app-overlays";

/**
 * The frame of every signed-in page: the bar, the palette and the help sheet. The page fills
 * what is left and scrolls in itself. Without a `TopBar` (the editor) it has the whole window.
 */
export function AppFrame({ bar, children }: { bar?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex h-dvh flex-col">
      {bar}
      <main id="content" className="min-h-0 flex-1 overflow-y-auto">
        {children}
      </main>
      <AppOverlays />
    </div>
  );
}
