type Props = {
  readonly isPending: boolean;
  /** The part sent, 0..1. */
  readonly sent: number;
  /** What the server does when it has all of it. */
  readonly then: string;
};

/** How far an upload is. */
export function UploadState({ isPending, sent, then }: Props) {
  return (
    <p role="status" className="mr-auto text-sm text-muted tabular-nums">
      {isPending && (sent < 1 ? `Uploading, ${Math.round(sent * 100)} %` : then)}
    </p>
  );
}
