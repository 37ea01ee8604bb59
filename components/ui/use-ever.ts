"use client";

import { useState } from "react";

/** True from the first time that the condition held: what opens late is loaded late, and then stays. */
export function useEver(condition: boolean): boolean {
  const [wasTrue, setWasTrue] = useState(condition);
  if (condition && !wasTrue) setWasTrue(true);
  return condition || wasTrue;
}
