import { v7 as uuidv7 } from "uuid";
import { handleAuth } from "@/lib/server/auth-request";
import { problemResponse } from "@/lib/server/problem";

/** better-auth's own endpoints: sign in and out, session, password, second factor. It guards them itself. */
function handle(request: Request): Promise<Response> {
  return handleAuth(request).catch((error: unknown) => problemResponse(error, uuidv7()));
}

export { handle as GET, handle as POST };
