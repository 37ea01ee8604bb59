import { useEffect, useState } from "react";
import { whenIdle } from "@/components/editor/use-idle-annotations";

/** True once the page is usable and the browser has time: what can come later is loaded then. */
export function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => whenIdle(() => setSettled(true)), []);
  return isSettled;
}
