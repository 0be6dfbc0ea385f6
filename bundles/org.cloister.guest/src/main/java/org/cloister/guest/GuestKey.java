// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import java.util.Arrays;
import org.cloister.amd.message.KeyResponse;
import org.cloister.api.Problem;

/** A derived key, 32 bytes. {@link #close} wipes it. For one thread. */
public final class GuestKey implements AutoCloseable {
    private final byte[] key;

    private GuestKey(byte[] key) {
        this.key = key;
    }

    /**
     * The key of a response.
     *
     * @param payload MSG_KEY_RSP, 64 bytes; the caller wipes it
     * @throws GuestRequestException when the firmware says that there is none
     * @throws org.cloister.api.CloisterException {@code key-response.length}, {@code guest.response} when it is zeros
     */
    public static GuestKey of(byte[] payload) {
        try (KeyResponse response = KeyResponse.decode(payload)) {
            GuestRequestException.requireDone("MSG_KEY_REQ", response.status());
            GuestKey key = new GuestKey(response.key());
            key.requireContent();
            return key;
        }
    }

    /** A copy of the key, for the caller to wipe. */
    public byte[] bytes() {
        return key.clone();
    }

    /** Wipes the key. */
    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }

    /** That it is a key, and nothing of it. */
    @Override
    public String toString() {
        return "derived key";
    }

    // Zeros would lock nothing.
    private void requireContent() {
        int any = 0;
        for (byte one : key) {
            any |= one;
        }
        if (any == 0) {
            throw Problem.operation(GuestCodes.GUEST_RESPONSE, "the response has no key in it")
                    .at("MSG_KEY_RSP, derived_key")
                    .found("zeros")
                    .exception();
        }
    }
}
