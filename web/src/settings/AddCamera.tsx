import { Tabs } from "@base-ui/react/tabs";
import { Plus } from "lucide-react";
import { useRef, useState, type SubmitEvent } from "react";
import type { Camera } from "../api/client";
import { Button } from "../ui/Button";
import { FIELD } from "../ui/field";
import { useAddCamera, type NewCamera } from "./useCameras";

const TAB =
  "min-h-11 flex-1 rounded-lg text-sm font-medium text-muted transition-colors duration-150 aria-selected:bg-panel aria-selected:text-text aria-selected:shadow-sm";

type Props = {
  /** A phone or laptop shall be this camera. */
  readonly onPushed: (camera: Camera) => void;
};

/** Adds a camera: by its address on the network, by a video, or as one that a phone or laptop will be. */
export function AddCamera({ onPushed }: Props) {
  const [open, setOpen] = useState(false);
  const add = useAddCamera();
  const form = useRef<HTMLFormElement>(null);
  if (!open) {
    return (
      <Button onClick={() => setOpen(true)} className="self-start">
        <Plus size={18} aria-hidden />
        Add a camera
      </Button>
    );
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const camera = readForm(new FormData(event.currentTarget));
    if (!camera) return;
    add.mutate(camera, {
      onSuccess: (made) => {
        setOpen(false);
        if (made.source.kind === "push") onPushed(made);
      },
    });
  };
  return (
    <form
      ref={form}
      onSubmit={submit}
      aria-label="Add a camera"
      className="flex flex-col gap-4 rounded-xl border border-line bg-panel p-4"
    >
      <label className="flex flex-col gap-1.5 text-sm font-medium">
        Name
        <input name="name" required maxLength={100} autoFocus placeholder="Kitchen" className={FIELD} />
      </label>
      <Tabs.Root defaultValue="url">
        <Tabs.List className="mb-3 flex gap-1 rounded-xl bg-raised p-1">
          <Tabs.Tab value="url" className={TAB}>
            On the network
          </Tabs.Tab>
          <Tabs.Tab value="push" className={TAB}>
            Phone or laptop
          </Tabs.Tab>
          <Tabs.Tab value="file" className={TAB}>
            From a video
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="url">
          <label className="flex flex-col gap-1.5 text-sm font-medium">
            Address
            <input
              name="url"
              type="url"
              required
              inputMode="url"
              placeholder="rtsp://192.168.1.20:554/stream1"
              className={FIELD}
            />
          </label>
        </Tabs.Panel>
        <Tabs.Panel value="push">
          <input type="hidden" name="push" value="yes" />
          <p className="text-sm text-muted">
            A phone or laptop as a camera: it sends its picture and its sound from a page in its browser. You
            get a link to open there.
          </p>
        </Tabs.Panel>
        <Tabs.Panel value="file">
          <label className="flex flex-col gap-1.5 text-sm font-medium">
            Video
            <input name="file" type="file" accept="video/*" required className={`${FIELD} py-2`} />
          </label>
          <p className="mt-2 text-sm text-muted">It plays in a loop as if it were live.</p>
        </Tabs.Panel>
      </Tabs.Root>
      <div className="flex items-center justify-end gap-2">
        {add.isPending && (
          <p role="status" className="mr-auto text-sm text-muted tabular-nums">
            {add.sent > 0 && add.sent < 1
              ? `Uploading, ${Math.round(add.sent * 100)} %`
              : "Looking at the camera…"}
          </p>
        )}
        <Button
          look="ghost"
          onClick={() => {
            add.cancel();
            setOpen(false);
          }}
        >
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={add.isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}

/** Only the fields of the open tab are in the form. */
function readForm(data: FormData): NewCamera | null {
  const [name, url, file] = [data.get("name"), data.get("url"), data.get("file")];
  if (typeof name !== "string") return null;
  if (data.has("push")) return { kind: "push", name: name.trim() };
  if (file instanceof File) return { kind: "file", name: name.trim(), file };
  return typeof url === "string" ? { kind: "url", name: name.trim(), url: url.trim() } : null;
}
