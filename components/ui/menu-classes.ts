/** Shared by dropdown, context menu and select, which must look alike. */
export const menuContentClasses =
  "z-50 max-h-(--radix-popper-available-height,70vh) min-w-44 overflow-y-auto rounded-lg bg-popover p-1 text-popover-foreground shadow-lg animate-in";

export const menuItemClasses =
  "relative flex h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 text-sm outline-none data-[disabled]:pointer-events-none data-[highlighted]:bg-accent data-[state=open]:bg-accent data-[highlighted]:text-accent-foreground data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg:not([class*='text-'])]:text-muted-foreground";

export const menuDangerClasses =
  "text-danger-foreground data-[highlighted]:bg-danger-soft data-[highlighted]:text-danger-foreground [&_svg]:text-danger-foreground";

export const menuLabelClasses = "px-2 pt-1.5 pb-1 font-medium text-muted-foreground text-xs";

export const menuSeparatorClasses = "-mx-1 my-1 h-px bg-border";
