import { createStore } from "zustand/vanilla";

/** The badge opens the dialog; both lie in different parts of the page. */
export const conflictDialog = createStore<{ isOpen: boolean }>(() => ({ isOpen: false }));

export function openConflictDialog(): void {
  conflictDialog.setState({ isOpen: true });
}
