import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { Plus } from "lucide-react";
import { meQuery } from "../api/queries";
import { dateInWords, timeInWords } from "../events/time";
import { Button } from "../ui/Button";
import { Confirm } from "../ui/Confirm";
import { EMPTY, FIELD, LABEL, LIST } from "../ui/field";
import { Loaded } from "../ui/Loaded";
import { Secret } from "../ui/Secret";
import { useNow } from "../ui/useNow";
import { Section } from "./Section";
import { SettingsFrame } from "./SettingsFrame";
import {
  SCOPES,
  tokensQuery,
  useMakeToken,
  useRevokeToken,
  type MadeToken,
  type Scope,
  type Token,
} from "./tokens";

const EXPIRY = [
  { days: 7, label: "A week" },
  { days: 30, label: "A month" },
  { days: 90, label: "Three months" },
  { days: 365, label: "A year" },
  { days: null, label: "Never" },
] as const;

/** Tokens for programs and other devices: made with no more rights than they need, shown once, revoked. */
export function TokensView() {
  const tokens = useQuery(tokensQuery);
  const [made, setMade] = useState<MadeToken | null>(null);
  const now = useNow(30_000);
  return (
    <SettingsFrame
      title="Tokens"
      summary="With a token, a notebook, a script or another device signs in as you, within its scopes."
    >
      <Section title="Your tokens">
        <Loaded query={tokens} what="your tokens">
          {(all) =>
            all.length === 0 ? (
              <p className={EMPTY}>None yet.</p>
            ) : (
              <ul aria-label="Your tokens, newest first" className={LIST}>
                {all.map((token) => (
                  <TokenRow key={token.id} token={token} now={now} />
                ))}
              </ul>
            )
          }
        </Loaded>
        <MakeToken onMade={setMade} />
      </Section>
      {made && (
        <Secret title={`The token “${made.name}”`} secret={made.token} onClose={() => setMade(null)}>
          Whoever has it can do in your name: {made.scopes.join(", ")}.
        </Secret>
      )}
    </SettingsFrame>
  );
}

function TokenRow({ token, now }: { readonly token: Token; readonly now: number }) {
  const revoke = useRevokeToken();
  const { name, scopes, expiresAt, lastUsedAt } = token;
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= now;
  return (
    <li className="flex min-h-14 items-center gap-2 py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <h3 className="truncate font-medium">{name}</h3>
        <p className="text-sm text-muted">
          {scopes.join(", ")} ·{" "}
          {expiresAt === null
            ? "does not expire"
            : `${isOver ? "expired" : "expires"} ${dateInWords(Date.parse(expiresAt))}`}{" "}
          · {lastUsedAt === null ? "never used" : `last used ${timeInWords(Date.parse(lastUsedAt), now)}`}
        </p>
      </div>
      <Confirm
        button={<Button look="ghost" aria-label={`Revoke ${name}`} disabled={revoke.isPending} />}
        question={`Revoke ${name}?`}
        consequence="Whoever uses it is signed out at once. This can't be undone."
        yes="Revoke"
        no="Keep it"
        isAlarming
        onYes={() => revoke.mutate(token)}
      >
        Revoke
      </Confirm>
    </li>
  );
}

function MakeToken({ onMade }: { readonly onMade: (token: MadeToken) => void }) {
  const [open, setOpen] = useState(false);
  const { data: me } = useQuery(meQuery);
  const make = useMakeToken();
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  if (!open) {
    return (
      <Button onClick={() => setOpen(true)} className="self-start">
        <Plus size={18} aria-hidden />
        Make a token
      </Button>
    );
  }
  // Nobody can give a scope that they do not have.
  const isAdmin = me?.scopes.includes("admin") === true;
  const given = SCOPES.filter(({ scope }) => isAdmin || me?.scopes.includes(scope));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [name, days] = [data.get("name"), data.get("days")];
    if (typeof name !== "string") return;
    make.mutate(
      {
        name: name.trim(),
        scopes,
        expiresInDays: typeof days === "string" && days !== "" ? Number(days) : null,
      },
      {
        onSuccess: (token) => {
          setOpen(false);
          onMade(token);
        },
      },
    );
  };
  return (
    <form
      onSubmit={submit}
      aria-label="Make a token"
      className="flex flex-col gap-4 rounded-xl border border-line bg-panel p-4"
    >
      <label className={LABEL}>
        What it is for
        <input name="name" required maxLength={100} autoFocus placeholder="notebook" className={FIELD} />
      </label>
      <fieldset className="flex flex-col">
        <legend className="text-sm font-medium">What it may do</legend>
        {given.map(({ scope, does }) => (
          <label key={scope} className="flex min-h-11 items-center gap-3 text-sm">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
              }
              className="size-5 accent-dog"
            />
            <span>
              <code>{scope}</code> <span className="text-muted">{does}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className={LABEL}>
        It expires in
        <select name="days" defaultValue="90" className={FIELD}>
          {EXPIRY.map(({ days, label }) => (
            <option key={label} value={days ?? ""}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div className="flex justify-end gap-2">
        <Button look="ghost" onClick={() => setOpen(false)}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={make.isPending || scopes.length === 0}>
          Make it
        </Button>
      </div>
    </form>
  );
}
