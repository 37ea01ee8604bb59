// One line per namespace, sorted; the same lines in es.ts.
export { default as account } from "@/messages/en/account.json";
export { default as "app-commands" } from "@/messages/en/app-commands.json";
export { default as auth } from "@/messages/en/auth.json";
export { default as canvas } from "@/messages/en/canvas.json";
export { default as commands } from "@/messages/en/commands.json";
export { default as demo } from "@/messages/en/demo.json";
export { default as editor } from "@/messages/en/editor.json";
export { default as errors } from "@/messages/en/errors.json";
export { default as items } from "@/messages/en/items.json";
export { default as "items-commands" } from "@/messages/en/items-commands.json";
export { default as labels } from "@/messages/en/labels.json";
export { default as members } from "@/messages/en/members.json";
export { default as projects } from "@/messages/en/projects.json";
export { default as shell } from "@/messages/en/shell.json";
export { default as tools } from "@/messages/en/tools.json";
export { default as ui } from "@/messages/en/ui.json";
export { default as upload } from "@/messages/en/upload.json";
