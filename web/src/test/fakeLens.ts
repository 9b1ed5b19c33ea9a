import { vi } from "vitest";

/** A lens or a microphone of this device, as the test plays it. */
export class FakeTrack extends EventTarget {
  isStopped = false;
  contentHint = "";

  constructor(
    readonly kind: "video" | "audio",
    readonly deviceId: string,
  ) {
    super();
  }

  stop(): void {
    this.isStopped = true;
  }

  getSettings = () => ({ deviceId: this.deviceId });
}

/** The device's cameras and microphone; `opened` are the tracks that were given out, in order. */
export class FakeDevices extends EventTarget {
  opened: FakeTrack[] = [];
  refusal: DOMException | null = null;
  hasMicrophone = true;

  /** Takes the place of what jsdom lacks, for this test. */
  static install({ allowed = false } = {}): FakeDevices {
    const devices = new FakeDevices();
    vi.stubGlobal("isSecureContext", true);
    const permissions = { query: () => Promise.resolve({ state: allowed ? "granted" : "prompt" }) };
    Object.defineProperties(navigator, {
      mediaDevices: { value: devices, configurable: true },
      permissions: { value: permissions, configurable: true },
    });
    return devices;
  }

  getUserMedia = ({ video, audio }: MediaStreamConstraints): Promise<unknown> => {
    if (this.refusal) return Promise.reject(this.refusal);
    if (audio && !this.hasMicrophone) return Promise.reject(new DOMException("", "NotFoundError"));
    const wanted = typeof video === "object" ? (video.deviceId as { exact: string } | undefined) : undefined;
    const pictures = video ? [new FakeTrack("video", wanted?.exact ?? "back")] : [];
    const sounds = audio ? [new FakeTrack("audio", "microphone")] : [];
    this.opened.push(...pictures, ...sounds);
    return Promise.resolve({ getVideoTracks: () => pictures, getAudioTracks: () => sounds });
  };

  enumerateDevices = () =>
    Promise.resolve(
      ["back", "front"].map((deviceId) => ({ kind: "videoinput", deviceId, label: `The ${deviceId} one` })),
    );
}
