import { Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../ui/Button";

type Props = {
  readonly count: number;
  readonly onDelete: () => void;
  readonly onEnd: () => void;
};

/** What can be done with the chosen moments; Delete and Escape do it too. */
export function SelectionBar({ count, onDelete, onEnd }: Props) {
  const latest = useRef({ count, onDelete, onEnd });
  useEffect(() => {
    latest.current = { count, onDelete, onEnd };
  });
  useEffect(() => {
    const onKeyDown = ({ key, target }: KeyboardEvent) => {
      if (target instanceof Element && target.closest("input, textarea, select, [role=dialog]")) return;
      if (key === "Escape") latest.current.onEnd();
      else if (key === "Delete" && latest.current.count > 0) latest.current.onDelete();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <div
      role="group"
      aria-label="Chosen moments"
      className="sticky bottom-0 z-10 mx-auto mt-auto flex w-full max-w-md items-center justify-between gap-3 rounded-xl border border-line bg-panel p-2 pl-4 shadow-xl phone:bottom-16"
    >
      <p role="status" className="text-sm font-medium">
        {count === 0 ? "Choose what to delete" : `${count} chosen`}
      </p>
      <div className="flex gap-1">
        <Button look="ghost" onClick={onEnd}>
          Done
        </Button>
        <Button look="alarm" disabled={count === 0} onClick={onDelete}>
          <Trash2 size={17} aria-hidden />
          Delete
        </Button>
      </div>
    </div>
  );
}
