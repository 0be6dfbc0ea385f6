// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cloister.amd.setting.GuestSetting;

/**
 * What stands by mistake where a setting's bytes should: the other half of an owner's session, whose halves differ in
 * size, or the name of a file.
 *
 * @param what of a problem
 * @param remedy of the problem
 */
record MistakenBytes(String what, String remedy) {
    private static final Pattern FILE_NAME =
            Pattern.compile("(?:~|\\.{0,2})/[^=]*|[^=\\s]*\\.(?:b64|base64|bin|cert|der|pem|txt)");
    private static final String EXCHANGED = "dh-cert and session are exchanged";

    private static final Map<GuestSetting, MistakenBytes> OTHER_HALF = Map.of(
            GuestSetting.DH_CERT, new MistakenBytes("this is a session and no Diffie-Hellman certificate", EXCHANGED),
            GuestSetting.SESSION, new MistakenBytes("this is a Diffie-Hellman certificate and no session", EXCHANGED));

    private static final Map<GuestSetting, Integer> OTHER_SIZE = Map.of(
            GuestSetting.DH_CERT, OwnerSessionBlobs.SESSION,
            GuestSetting.SESSION, OwnerSessionBlobs.CERTIFICATE);

    /** What bytes of a wrong size are, if it is known. */
    static Optional<MistakenBytes> ofSize(GuestSetting setting, int size) {
        return Optional.ofNullable(OTHER_HALF.get(setting)).filter(any -> OTHER_SIZE.get(setting) == size);
    }

    /** What a text is that does not stand for bytes of the right size; a slash is a digit of base64 too. */
    static Optional<MistakenBytes> ofText(String text) {
        return FILE_NAME.matcher(text).matches()
                ? Optional.of(new MistakenBytes(
                        "this is a file name",
                        "libvirt and settings want the Base64 text in that file; --dh-cert-file, --session-file and"
                                + " QEMU's object take the name"))
                : Optional.empty();
    }
}
