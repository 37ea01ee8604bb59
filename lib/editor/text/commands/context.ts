import type { Command } from "@/lib/commands/command";
import type { EditorCommandContext } from "../../commands/context";
import type { TextEditor } from "../text-editor";

export type TextCommandContext = Omit<EditorCommandContext, "editor"> & { editor: TextEditor };
export type TextCommand = Command<TextCommandContext>;
