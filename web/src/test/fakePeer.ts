import { vi } from "vitest";

/** An RTCPeerConnection whose other end is the test. `FakePeer.all` are those made, in order. */
export class FakePeer extends EventTarget {
  static all: FakePeer[] = [];

  iceGatheringState: RTCIceGatheringState = "complete";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: { sdp: string } | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly transceivers: FakeTransceiver[] = [];

  constructor(readonly configuration: RTCConfiguration = {}) {
    super();
    FakePeer.all.push(this);
  }

  static get last(): FakePeer {
    const last = FakePeer.all.at(-1);
    if (!last) throw new Error("no connection was made");
    return last;
  }

  /** Takes the place of what jsdom lacks, for this test. */
  static install(): void {
    FakePeer.all = [];
    vi.stubGlobal("RTCPeerConnection", FakePeer);
    vi.stubGlobal("RTCRtpSender", { getCapabilities: () => ({ codecs: [] }) });
    vi.stubGlobal(
      "MediaStream",
      class {
        constructor(readonly tracks: readonly MediaStreamTrack[] = []) {}
        getTracks = () => this.tracks;
      },
    );
  }

  addTransceiver(what: unknown, init: RTCRtpTransceiverInit): FakeTransceiver {
    const made = new FakeTransceiver(what, init);
    this.transceivers.push(made);
    return made;
  }

  setLocalDescription(): Promise<void> {
    this.localDescription = { sdp: "v=0 offer" };
    return Promise.resolve();
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description;
    if (description.sdp?.includes("nonsense")) return Promise.reject(new Error("not an answer"));
    for (const one of this.transceivers) one.currentDirection = one.init.direction ?? null;
    return Promise.resolve();
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  close(): void {
    this.connectionState = "closed";
  }
}

class FakeTransceiver {
  currentDirection: RTCRtpTransceiverDirection | null = null;
  codecs: readonly unknown[] = [];
  readonly receiver: {
    track: unknown;
    jitterBufferTarget: number | null;
    transport: { state: RTCDtlsTransportState };
  };
  readonly sender: FakeSender;

  constructor(
    what: unknown,
    readonly init: RTCRtpTransceiverInit,
  ) {
    this.receiver = { track: { kind: what }, jitterBufferTarget: null, transport: { state: "connected" } };
    this.sender = new FakeSender(typeof what === "string" ? null : what);
  }

  setCodecPreferences(codecs: readonly unknown[]): void {
    this.codecs = codecs;
  }
}

class FakeSender {
  parameters: Record<string, unknown> = {};

  constructor(public track: unknown) {}

  getParameters = () => this.parameters;

  setParameters(parameters: Record<string, unknown>): Promise<void> {
    this.parameters = parameters;
    return Promise.resolve();
  }

  replaceTrack(track: unknown): Promise<void> {
    this.track = track;
    return Promise.resolve();
  }
}
