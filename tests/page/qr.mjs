// Reads a QR code as a camera would: from the pixels on the screen.

import jsQR from "jsqr";
import { PNG } from "pngjs";

export async function scan(page) {
  const picture = PNG.sync.read(await page.locator(".qr svg").screenshot());
  const found = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  if (!found) throw new Error("the QR code can't be read");
  return found.data;
}
