import { useEffect, useState } from "react";
import { useSession } from "@/components/editor/editor-context";
import { whenIdle } from "@/components/editor/use-idle-annotations";

/** Nobody runs a model in the first moment of a page; its first picture shall not wait for the code that can. */
const LOAD_AFTER_MS = 2_500;
const SIGNS_OF_WORK = ["pointerdown", "keydown"] as const;

/** True once what deals with suggestions may be loaded: soon where there are some, else when somebody works or a while later. */
export function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  const hasLayers = useSession((state) => state.suggestions.layers.length > 0);
  useEffect(() => {
    if (isSettled) return;
    const settle = () => setSettled(true);
    if (hasLayers) return whenIdle(settle);
    const timer = setTimeout(settle, LOAD_AFTER_MS);
    const scope = new AbortController();
    for (const sign of SIGNS_OF_WORK) {
      window.addEventListener(sign, settle, { signal: scope.signal, once: true });
    }
    return () => {
      clearTimeout(timer);
      scope.abort();
    };
  }, [isSettled, hasLayers]);
  return isSettled;
}
