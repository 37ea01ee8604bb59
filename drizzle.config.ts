import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: "./db/schema/{auth,projects,items,annotations,work,models,teamwork,people}.ts",
  out: "./db/migrations",
});
