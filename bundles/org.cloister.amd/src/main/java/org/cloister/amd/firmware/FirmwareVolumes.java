// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.nio.charset.StandardCharsets;
import org.cloister.api.Bytes;

/**
 * The firmware volumes that a UEFI image begins with (UEFI Platform Initialization specification, volume 3,
 * {@code EFI_FIRMWARE_VOLUME_HEADER}): read only to distinguish a truncated image from one of another kind.
 */
final class FirmwareVolumes {
    private static final Bytes SIGNATURE = Bytes.of("_FVH".getBytes(StandardCharsets.US_ASCII));
    private static final Guid VARIABLES = Guid.of("fff12b8d-7696-4c8b-a985-2747075b4f50");
    private static final int FILE_SYSTEM_AT = 0x10;
    private static final int LENGTH_AT = 0x20;
    private static final int SIGNATURE_AT = 0x28;
    private static final int HEADER = 0x38;

    private FirmwareVolumes() {}

    static boolean startWith(ImageBytes in) {
        return volumeAt(in, 0);
    }

    /** Where the last volume that begins in the image would end; 0 when the image begins with none. */
    static long end(ImageBytes in) {
        long at = 0;
        while (at < in.size() && volumeAt(in, (int) at)) {
            long length = in.image().content().buffer().getLong((int) at + LENGTH_AT);
            if (length < HEADER || length > OvmfImage.MAX_SIZE) {
                return at;
            }
            at += length;
        }
        return at;
    }

    /** Whether the image is one volume that holds variables, and nothing else (EFI_SYSTEM_NV_DATA_FV_GUID). */
    static boolean areVariables(ImageBytes in) {
        return startWith(in)
                && in.image().content().slice(FILE_SYSTEM_AT, Guid.SIZE).equals(VARIABLES.encode())
                && end(in) == in.size();
    }

    private static boolean volumeAt(ImageBytes in, int at) {
        return in.size() - at >= HEADER
                && in.image()
                        .content()
                        .slice(at + SIGNATURE_AT, SIGNATURE.length())
                        .equals(SIGNATURE);
    }
}
