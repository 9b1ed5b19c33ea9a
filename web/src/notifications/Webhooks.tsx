import type { UseQueryResult } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import { timeInWords } from "../events/time";
import { Section } from "../settings/Section";
import { Button } from "../ui/Button";
import { EMPTY, FIELD, LABEL, LIST } from "../ui/field";
import { Loaded } from "../ui/Loaded";
import { Remove } from "../ui/Remove";
import { Secret } from "../ui/Secret";
import { Toggle } from "../ui/Toggle";
import {
  hostOf,
  useAddWebhook,
  useSwitchWebhook,
  useWebhookRemoval,
  type MadeWebhook,
  type Webhook,
} from "./useWebhooks";

type Props = {
  readonly query: UseQueryResult<Webhook[]>;
  /** ms since the epoch. */
  readonly now: number;
};

/** URLs that are told: how the last delivery went, on and off, add, delete. */
export function Webhooks({ query, now }: Props) {
  const { removed, remove } = useWebhookRemoval();
  const [made, setMade] = useState<MadeWebhook | null>(null);
  return (
    <Section
      title="Webhooks"
      about="A program of yours, or a service, is told by a signed request, and again with patience if it does not answer."
    >
      <Loaded query={query} what="your webhooks">
        {(all) => {
          const shown = all.filter(({ id }) => !removed.has(id));
          return shown.length > 0 ? (
            <ul aria-label="Webhooks" className={LIST}>
              {shown.map((webhook) => (
                <WebhookRow key={webhook.id} webhook={webhook} now={now} onRemove={() => remove(webhook)} />
              ))}
            </ul>
          ) : (
            <p className={EMPTY}>None yet.</p>
          );
        }}
      </Loaded>
      <AddWebhook onMade={setMade} />
      {made && (
        <Secret
          title={`The secret of ${hostOf(made.url)}`}
          secret={made.secret}
          onClose={() => setMade(null)}
        >
          Each request is signed with it (X-Pawsight-Signature), so that the receiver knows who sent it.
        </Secret>
      )}
    </Section>
  );
}

type RowProps = { readonly webhook: Webhook; readonly now: number; readonly onRemove: () => void };

function WebhookRow({ webhook, now, onRemove }: RowProps) {
  const change = useSwitchWebhook(webhook);
  const name = hostOf(webhook.url);
  return (
    <li className="flex min-h-14 items-center gap-2 py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={webhook.url}>
          {webhook.url}
        </p>
        <p className={`text-sm break-words ${webhook.lastError === null ? "text-muted" : "text-alarm"}`}>
          {deliveryInWords(webhook, now)}
        </p>
      </div>
      <Toggle
        label={`${name} on`}
        isOn={change.isPending ? change.variables : webhook.enabled}
        onChange={(enabled) => change.mutate(enabled)}
      />
      <Remove
        name={name}
        consequence="It is told no more, and what it was still to be told is dropped."
        onRemove={onRemove}
      />
    </li>
  );
}

function deliveryInWords({ lastError, lastTriedAt }: Webhook, now: number): string {
  if (lastTriedAt === null) return "Nothing was sent yet.";
  const when = timeInWords(Date.parse(lastTriedAt), now);
  return lastError === null ? `Arrived ${when}.` : `Did not arrive ${when}: ${lastError}.`;
}

function AddWebhook({ onMade }: { readonly onMade: (webhook: MadeWebhook) => void }) {
  const [open, setOpen] = useState(false);
  const add = useAddWebhook();
  if (!open) {
    return (
      <Button onClick={() => setOpen(true)} className="self-start">
        <Plus size={18} aria-hidden />
        Add a webhook
      </Button>
    );
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const url = new FormData(event.currentTarget).get("url");
    if (typeof url !== "string") return;
    add.mutate(url.trim(), {
      onSuccess: (webhook) => {
        setOpen(false);
        onMade(webhook);
      },
    });
  };
  return (
    <form onSubmit={submit} aria-label="Add a webhook" className="flex flex-wrap items-end gap-2">
      <label className={`${LABEL} min-w-48 flex-1`}>
        Address
        <input
          name="url"
          type="url"
          inputMode="url"
          required
          maxLength={2000}
          autoFocus
          placeholder="https://example.org/hooks/dog"
          className={FIELD}
        />
      </label>
      <Button look="ghost" onClick={() => setOpen(false)}>
        Cancel
      </Button>
      <Button type="submit" look="primary" disabled={add.isPending}>
        Add
      </Button>
    </form>
  );
}
