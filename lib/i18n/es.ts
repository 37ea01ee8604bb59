// One line per namespace, sorted; the same lines in en.ts.
export { default as account } from "@/messages/es/account.json";
export { default as "app-commands" } from "@/messages/es/app-commands.json";
export { default as auth } from "@/messages/es/auth.json";
export { default as canvas } from "@/messages/es/canvas.json";
export { default as commands } from "@/messages/es/commands.json";
export { default as demo } from "@/messages/es/demo.json";
export { default as editor } from "@/messages/es/editor.json";
export { default as errors } from "@/messages/es/errors.json";
export { default as items } from "@/messages/es/items.json";
export { default as "items-commands" } from "@/messages/es/items-commands.json";
export { default as labels } from "@/messages/es/labels.json";
export { default as members } from "@/messages/es/members.json";
export { default as projects } from "@/messages/es/projects.json";
export { default as shell } from "@/messages/es/shell.json";
export { default as tools } from "@/messages/es/tools.json";
export { default as ui } from "@/messages/es/ui.json";
export { default as upload } from "@/messages/es/upload.json";
