import type { Coefficient } from "./coefficient";
import { cohen } from "./coefficients/cohen";
import { fleiss } from "./coefficients/fleiss";
import { alpha } from "./coefficients/krippendorff";
import { observed } from "./coefficients/observed";

/** Agreement on categories. A new one is a file and a line here; docs/agreement.md has them all. */
export const COEFFICIENTS: readonly Coefficient[] = [observed, cohen, fleiss, alpha];
