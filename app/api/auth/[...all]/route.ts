import { getAuth } from "@/lib/server/auth";

/** better-auth's own endpoints: sign in and out, session, password change. It guards them itself. */
function handle(request: Request): Promise<Response> {
  return getAuth().handler(request);
}

export { handle as GET, handle as POST };
