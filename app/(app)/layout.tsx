import type { ReactNode } from "react";
import { BatchHost } from "@/components/models/batch/batch-host";
import { UploadProvider } from "@/components/upload/upload-provider";
import { requireUser } from "@/lib/server/page-access";

/** Every signed-in page. The frame is the page groups' own: the editor has the whole window. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  await requireUser();
  return (
    <UploadProvider>
      {children}
      <BatchHost />
    </UploadProvider>
  );
}
