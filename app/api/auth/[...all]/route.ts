import { v7 as uuidv7 } from "uuid";
import { getAuth } from "@/lib/server/auth";
import { problemResponse } from "@/lib/server/problem";
import { limitSignIn } from "@/lib/server/sign-in-limit";

/** better-auth's own endpoints: sign in and out, session, password change. It guards them itself. */
async function handle(request: Request): Promise<Response> {
  const forward = (passed: Request) => getAuth().handler(passed);
  const isSignIn = new URL(request.url).pathname.replace(/\/+$/, "").endsWith("/sign-in/email");
  if (!isSignIn) return forward(request);
  return limitSignIn(request, forward).catch((error: unknown) => problemResponse(error, uuidv7()));
}

export { handle as GET, handle as POST };
