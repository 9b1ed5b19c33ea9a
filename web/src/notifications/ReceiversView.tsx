import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { fullTime, timeInWords } from "../events/time";
import { Section } from "../settings/Section";
import { SettingsFrame } from "../settings/SettingsFrame";
import { Button } from "../ui/Button";
import { LIST } from "../ui/field";
import { Loaded } from "../ui/Loaded";
import { Remove } from "../ui/Remove";
import { useNow } from "../ui/useNow";
import { isThisBrowser, pushBrowsersQuery, type PushBrowser } from "./push";
import { ThisBrowser } from "./ThisBrowser";
import { useBrowserRemoval, useSendTrial, webhooksQuery } from "./useWebhooks";
import { Webhooks } from "./Webhooks";

/** Who is told of news outside of the app: this browser, other browsers, webhooks. */
export function ReceiversView() {
  const browsers = useQuery(pushBrowsersQuery);
  const webhooks = useQuery(webhooksQuery);
  const trial = useSendTrial();
  const told = (browsers.data?.length ?? 0) + (webhooks.data?.filter(({ enabled }) => enabled).length ?? 0);
  const now = useNow(30_000);
  return (
    <SettingsFrame
      title="Notifications"
      summary="The bell in the app has all news. Here you choose who is told besides, when the app is closed."
    >
      <Section title="This browser" about="It shows news even when no page of Pawsight is open.">
        <ThisBrowser browsers={browsers.data} />
      </Section>
      <Section title="Browsers">
        <Loaded query={browsers} what="your browsers">
          {(all) => <Browsers browsers={all} now={now} />}
        </Loaded>
      </Section>
      <Webhooks query={webhooks} now={now} />
      <Button
        className="self-start"
        disabled={told === 0 || trial.isPending}
        onClick={() => trial.mutate()}
        title={told === 0 ? "Nobody would be told" : undefined}
      >
        <Send size={17} aria-hidden />
        Send a trial
      </Button>
    </SettingsFrame>
  );
}

type BrowsersProps = { readonly browsers: readonly PushBrowser[]; readonly now: number };

function Browsers({ browsers, now }: BrowsersProps) {
  const { removed, remove } = useBrowserRemoval();
  const shown = browsers.filter(({ id }) => !removed.has(id));
  if (shown.length === 0) return <p className="text-sm text-muted">No browser is told yet.</p>;
  return (
    <ul aria-label="Browsers that are told" className={LIST}>
      {shown.map((browser) => {
        const since = Date.parse(browser.createdAt);
        const isThis = isThisBrowser(browser);
        return (
          <li key={browser.id} className="flex min-h-14 items-center gap-2 py-2 pr-2 pl-4">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">
                {isThis ? "This browser" : "Another browser"}
                <span className="font-normal text-muted"> by {browser.service}</span>
              </p>
              <time dateTime={browser.createdAt} title={fullTime(since)} className="text-sm text-muted">
                Told since {timeInWords(since, now)}
              </time>
            </div>
            {!isThis && (
              <Remove
                name="this browser"
                consequence="It is told no more. It can be switched on again there."
                onRemove={() => remove(browser)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
