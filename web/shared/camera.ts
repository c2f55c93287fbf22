/** A camera that reads codes as long as its screen is shown. No picture is kept: each is read and overwritten. */
import { decoder } from "./decode.ts";

/** Rest between two looks: the phone's battery lasts a shift. */
const LOOK_EVERY_MS = 120;
/** Side of the square that is read: enough for a version 15 code that fills half of it. */
const SIDE = 640;

export type CameraState = "starting" | "on" | "refused" | "none";

export type Camera = { readonly stop: () => void };

/** Shows the camera in `video` and calls `onText` with each text read; says how it is by `onState`. */
export function startCamera(
  video: HTMLVideoElement,
  on: { readonly text: (text: string) => void; readonly state: (state: CameraState) => void },
): Camera {
  let isStopped = false;
  let stream: MediaStream | null = null;
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext("2d", { willReadFrequently: true });

  const look = async () => {
    const { videoWidth: width, videoHeight: height } = video;
    if (context === null || width === 0 || document.hidden) return;
    const side = Math.min(width, height);
    context.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
    const decode = await decoder();
    const text = await decode(context.getImageData(0, 0, SIDE, SIDE));
    if (text !== null && !isStopped) on.text(text);
  };
  const loop = async () => {
    while (!isStopped) {
      // A picture that cannot be read is followed by the next one.
      await look().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };
  const start = async () => {
    on.state("starting");
    if (navigator.mediaDevices === undefined) {
      on.state("none");
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      });
    } catch (error) {
      on.state(error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "none");
      return;
    }
    if (isStopped) {
      for (const track of stream.getTracks()) track.stop();
      return;
    }
    video.srcObject = stream;
    await video.play().catch(() => undefined);
    on.state("on");
    void loop();
  };
  void start();
  return {
    stop() {
      isStopped = true;
      for (const track of stream?.getTracks() ?? []) track.stop();
      video.srcObject = null;
    },
  };
}
