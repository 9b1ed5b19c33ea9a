import { iceServers } from "./iceServers";
import { endSession, offer } from "./signalling";

/** What is sent: a picture always, and sound where it is wanted. */
export type Media = { readonly video: MediaStreamTrack; readonly audio: MediaStreamTrack | null };

/** This browser as a camera, by WHIP: one peer connection that sends its picture and its sound. */
export type WhipSession = {
  readonly connection: RTCPeerConnection;
  /** On the server. */
  readonly address: string;
  /** Sends other tracks from now on; nothing is negotiated anew. */
  replace(media: Media): Promise<void>;
  /** Ends it here and on the server. */
  end(): void;
};

/** Enough for 1280x720 at 30 pictures a second. */
const LARGEST_BIT_RATE = 2_500_000;
const HIGHEST_FRAME_RATE = 30;

/**
 * Opens a session; it sends when ICE and DTLS have agreed, which is not waited for here.
 *
 * @throws ApiError when the server refuses; whatever `fetch` throws when no answer comes or `signal` aborts.
 */
export async function openWhip(url: string, media: Media, signal: AbortSignal): Promise<WhipSession> {
  const connection = new RTCPeerConnection({ iceServers: await iceServers(signal) });
  const video = connection.addTransceiver(media.video, {
    direction: "sendonly",
    sendEncodings: [{ maxBitrate: LARGEST_BIT_RATE, maxFramerate: HIGHEST_FRAME_RATE }],
  });
  // Sound may be wanted later, so its place is kept.
  const audio = connection.addTransceiver(media.audio ?? "audio", { direction: "sendonly" });
  video.setCodecPreferences(h264First(RTCRtpSender.getCapabilities("video")?.codecs ?? []));
  try {
    await keepFrameRate(video.sender);
    const address = await offer(connection, url, signal);
    return {
      connection,
      address,
      async replace({ video: picture, audio: sound }) {
        await Promise.all([video.sender.replaceTrack(picture), audio.sender.replaceTrack(sound)]);
      },
      end() {
        connection.close();
        endSession(address);
      },
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** H.264 goes on to the recording without being encoded again; whatever else there is comes after. */
export function h264First(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const rank = ({ mimeType }: RTCRtpCodec) => ["video/h264", "video/vp8"].indexOf(mimeType.toLowerCase());
  const preferred = codecs.filter((codec) => rank(codec) >= 0).toSorted((a, b) => rank(a) - rank(b));
  return [...preferred, ...codecs.filter((codec) => rank(codec) < 0)];
}

/** A dog that moves is better seen coarsely than jerkily. */
async function keepFrameRate(sender: RTCRtpSender): Promise<void> {
  try {
    await sender.setParameters({ ...sender.getParameters(), degradationPreference: "maintain-framerate" });
  } catch (error) {
    console.warn("this browser decides by itself between sharp and smooth", error);
  }
}
