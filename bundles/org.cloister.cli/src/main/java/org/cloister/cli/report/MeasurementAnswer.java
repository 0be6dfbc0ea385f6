// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.Optional;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Measurement;

/**
 * A measurement with a nonce as QEMU and libvirt give it, and {@code verify measurement} takes it: both, one after the
 * other, in base64.
 */
public final class MeasurementAnswer {
    private MeasurementAnswer() {}

    /** The text; empty for a measurement without a nonce. */
    public static Optional<String> base64(Measurement measurement) {
        return measurement.nonce().map(nonce -> base64(measurement.value(), nonce));
    }

    static String base64(Bytes value, Bytes nonce) {
        byte[] both = new byte[value.length() + nonce.length()];
        value.copyTo(0, both, 0, value.length());
        nonce.copyTo(0, both, value.length(), nonce.length());
        return Base64Text.encode(Bytes.of(both));
    }
}
