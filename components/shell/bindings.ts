import { createStoredValue } from "@/components/shell/stored-value";
import { type Rebindings, rebindingsSchema } from "@/lib/commands/keymap";

export const NO_REBINDINGS: Rebindings = {};

/** The person's own shortcuts, kept by this browser. */
export const rebindings = createStoredValue<Rebindings>({
  key: "trazo-keymap",
  schema: rebindingsSchema,
  fallback: NO_REBINDINGS,
});
