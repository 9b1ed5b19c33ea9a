import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

type Props = {
  readonly title: string;
  readonly secret: string;
  /** What it is for. */
  readonly children: ReactNode;
  readonly onClose: () => void;
};

/** What the server tells this one time, to be copied. */
export function Secret({ title, secret, children, onClose }: Props) {
  const copy = () => {
    // The clipboard is there on pages that came over https, or from this machine.
    if (!isSecureContext) toast.error("The browser does not let us copy here. Select it and copy it.");
    else {
      navigator.clipboard.writeText(secret).then(
        () => toast.success("It is copied."),
        () => toast.error("The browser did not let us copy. Select it and copy it."),
      );
    }
  };
  return (
    <Dialog
      title={title}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-120"
    >
      <div className="flex flex-col gap-4 text-sm">
        <p className="text-muted">{children} It is shown this one time: Pawsight keeps no copy.</p>
        <div className="flex items-center gap-2 rounded-lg border border-line bg-page py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 break-all select-all">{secret}</code>
          <Button look="ghost" aria-label="Copy" onClick={copy}>
            <Copy size={17} aria-hidden />
          </Button>
        </div>
        <Button look="primary" className="self-end" onClick={onClose}>
          I have it
        </Button>
      </div>
    </Dialog>
  );
}
