import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { findRole } from "@/db/queries/members";
import { projectOfProject } from "@/db/queries/scope";
import { countUsers, type User } from "@/db/queries/users";
import type { ProjectRole } from "@/db/schema/projects";
import { getApp } from "./app";
import { currentUser } from "./session";

/** The person who looks at this page; everybody else is sent to set up or to sign in. */
export const requireUser = cache(async (): Promise<User> => {
  const headerList = await headers();
  const user = await currentUser(headerList);
  const path = headerList.get("x-trazo-path") ?? "/";
  // The one page on which the second factor is set up.
  if (user?.needsSecondFactor && !path.startsWith("/account")) redirect("/account");
  if (user) return user;
  if ((await countUsers(getApp().store)) === 0) redirect("/setup");
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
});

/** The person and their role in the project; for strangers it does not exist. */
export const requireProject = cache(
  async (projectId: string): Promise<{ user: User; role: ProjectRole }> => {
    const user = await requireUser();
    const { store } = getApp();
    if (!(await projectOfProject(store, projectId))) notFound();
    const role =
      user.role === "owner" ? "manager" : await findRole(store, { projectId, userId: user.id });
    if (!role) notFound();
    return { user, role };
  },
);
