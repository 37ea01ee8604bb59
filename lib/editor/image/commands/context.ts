import type { Command } from "@/lib/commands/command";
import type { EditorCommandContext } from "../../commands/context";
import type { ImageEditor } from "../image-editor";

export type ImageCommandContext = Omit<EditorCommandContext, "editor"> & { editor: ImageEditor };
export type ImageCommand = Command<ImageCommandContext>;
