import type { Command } from "@/lib/commands/command";
import type { EditorCommandContext } from "../../commands/context";
import type { AudioEditor } from "../audio-editor";

export type AudioCommandContext = Omit<EditorCommandContext, "editor"> & { editor: AudioEditor };
export type AudioCommand = Command<AudioCommandContext>;
