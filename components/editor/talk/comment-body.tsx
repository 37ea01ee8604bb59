import { Fragment } from "react";
import type { Comment } from "@/lib/api/talk";
import { commentPieces } from "./mentions";

/** Plain text: its lines, its links, and the names of those who were mentioned. Nothing in it is markup. */
export function CommentBody({ comment }: { comment: Comment }) {
  let at = 0;
  return (
    <p className="whitespace-pre-wrap break-words">
      {commentPieces(comment.body, comment.mentions).map(({ kind, text }) => {
        const key = at;
        at += text.length;
        if (kind === "link") {
          return (
            <a
              key={key}
              href={text}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="text-primary-text underline underline-offset-2"
            >
              {text}
            </a>
          );
        }
        if (kind === "mention") {
          return (
            <span key={key} className="rounded-sm bg-primary-soft px-0.5 text-primary-text">
              {text}
            </span>
          );
        }
        return <Fragment key={key}>{text}</Fragment>;
      })}
    </p>
  );
}
