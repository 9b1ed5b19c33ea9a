import { pause } from "../video/pause";
import { WhipPublisher, type PublisherState } from "../video/whipPublisher";
import type { Media } from "../video/whipSession";
import {
  canOpenLens,
  closeMedia,
  isLensAllowed,
  lenses,
  openMedia,
  openSound,
  problemOf,
  type Lens,
  type LensProblem,
} from "./lens";

export type PushState = {
  /** Null while the lens is closed. */
  readonly media: Media | null;
  readonly isOpening: boolean;
  readonly problem: LensProblem | null;
  readonly lenses: readonly Lens[];
  readonly lensId: string | null;
  /** It is wanted; whether there is sound tells `media`. */
  readonly wantsSound: boolean;
  /** Null while nothing is to be sent. */
  readonly link: PublisherState | null;
};

export const CLOSED: PushState = {
  media: null,
  isOpening: false,
  problem: null,
  lenses: [],
  lensId: null,
  wantsSound: true,
  link: null,
};

const REOPEN_EVERY_MS = 3_000;

/** This device as a camera: its lens and its microphone, and the link that sends them. Outside React. */
export class PushCamera {
  readonly #cameraId: string;
  readonly #onState: (state: PushState) => void;
  #state = CLOSED;
  #publisher: WhipPublisher | null = null;
  #life = new AbortController();

  constructor(cameraId: string, onState: (state: PushState) => void) {
    this.#cameraId = cameraId;
    this.#onState = onState;
  }

  /** Opens the lens, to look through it; nothing is sent yet. */
  async open(lensId: string | null = this.#state.lensId): Promise<void> {
    if (!canOpenLens()) {
      this.#become({ problem: "insecure" });
      return;
    }
    const { signal } = this.#life;
    // Many phones give out one lens at a time.
    closeMedia(this.#state.media);
    this.#become({ isOpening: true, problem: null, lensId });
    try {
      const media = await openMedia(lensId, this.#state.wantsSound);
      if (signal.aborted) {
        closeMedia(media);
        return;
      }
      media.video.addEventListener("ended", () => void this.#lensLost(media));
      this.#become({
        media,
        isOpening: false,
        lenses: await lenses(),
        lensId: media.video.getSettings().deviceId ?? lensId,
      });
      await this.#publisher?.replace(media);
    } catch (error) {
      if (!signal.aborted) this.#become({ media: null, isOpening: false, problem: problemOf(error) });
    }
  }

  /** Opens the lens where the browser would not ask for it: the person has allowed it before. */
  async openIfAllowed(): Promise<void> {
    if (!canOpenLens()) this.#become({ problem: "insecure" });
    else if (await isLensAllowed()) await this.open();
  }

  /** Begins to send what the lens sees. */
  start(): void {
    const { media } = this.#state;
    if (!media) return;
    this.#publisher?.stop();
    this.#publisher = new WhipPublisher({
      cameraId: this.#cameraId,
      media,
      onState: (link) => this.#become({ link }),
    });
    this.#publisher.start();
  }

  /** Sends nothing any more; the lens stays open. */
  stop(): void {
    this.#publisher?.stop();
    this.#publisher = null;
    this.#become({ link: null });
  }

  async setSound(wantsSound: boolean): Promise<void> {
    this.#become({ wantsSound });
    const { media } = this.#state;
    if (!media) return;
    media.audio?.stop();
    // A microphone that is refused leaves the picture as it is; the page says that there is no sound.
    const audio = wantsSound ? await openSound().catch(() => null) : null;
    if (this.#state.media !== media || this.#state.wantsSound !== wantsSound) {
      audio?.stop();
      return;
    }
    const changed = { video: media.video, audio };
    this.#become({ media: changed });
    await this.#publisher?.replace(changed);
  }

  /** Lets go of everything. */
  close(): void {
    this.#life.abort();
    this.stop();
    closeMedia(this.#state.media);
    this.#become({ media: null });
  }

  /** The lens was taken away: unplugged, or by the system. As long as it shall send, it is asked for again. */
  async #lensLost({ video }: Media): Promise<void> {
    const { signal } = this.#life;
    let isGone = this.#state.media?.video === video;
    while (isGone) {
      await this.open();
      if (this.#publisher === null) return;
      await pause(REOPEN_EVERY_MS, signal);
      isGone = this.#state.media === null && !signal.aborted;
    }
  }

  #become(change: Partial<PushState>): void {
    this.#state = { ...this.#state, ...change };
    this.#onState(this.#state);
  }
}
