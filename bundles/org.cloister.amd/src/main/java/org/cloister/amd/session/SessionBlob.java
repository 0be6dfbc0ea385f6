// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * What a guest's owner gives the secure processor to begin a session (SEV API, 55766, "LAUNCH_START", session): the
 * transport keys, wrapped, and what authenticates them and the policy. It keeps its bytes. Immutable, safe to share
 * between threads.
 *
 * @param raw all {@value #SIZE} bytes
 */
public record SessionBlob(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 128;

    /** What no two sessions have in common. */
    public static final Slot NONCE = slot("nonce", 0x00, 16, "nonce of the session");
    /** The transport keys, encrypted. */
    public static final Slot WRAP_TK = slot("wrap_tk", 0x10, 32, "TEK and TIK, encrypted with the KEK");
    /** The first counter of their encryption. */
    public static final Slot WRAP_IV = slot("wrap_iv", 0x30, 16, "IV of their encryption");
    /** The authentication code over the encrypted keys. */
    public static final Slot WRAP_MAC = slot("wrap_mac", 0x40, 32, "HMAC with the KIK over the encrypted keys");
    /** The authentication code over the policy. */
    public static final Slot POLICY_MAC = slot("policy_mac", 0x60, 32, "HMAC with the TIK over the policy");

    private static final Layout LAYOUT =
            new Layout("a session", SIZE, List.of(NONCE, WRAP_TK, WRAP_IV, WRAP_MAC, POLICY_MAC));

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code session.length}
     */
    public SessionBlob {
        LAYOUT.requireSize(raw.length(), SessionCodes.SESSION_LENGTH, "session");
    }

    /**
     * Reads a blob.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code session.length}
     */
    public static SessionBlob decode(Bytes bytes, String name) {
        LAYOUT.requireSize(bytes.length(), SessionCodes.SESSION_LENGTH, name);
        return new SessionBlob(bytes);
    }

    /**
     * The owner's side: wraps keys for a processor.
     *
     * @param agreed what Diffie-Hellman gave, the highest byte first; the caller wipes it
     * @param nonce 16 bytes, of this session alone
     * @param iv 16 bytes, newly drawn
     * @param policy unsigned 32 bits
     */
    public static SessionBlob seal(byte[] agreed, Bytes nonce, Bytes iv, TransportKeys keys, long policy) {
        byte[] image = new byte[SIZE];
        NONCE.put(image, nonce);
        WRAP_IV.put(image, iv);
        try (WrappingKeys wrapping = WrappingKeys.of(agreed, nonce)) {
            Bytes wrapped = wrapping.wrap(keys, iv);
            WRAP_TK.put(image, wrapped);
            WRAP_MAC.put(image, wrapping.authenticate(wrapped));
        }
        POLICY_MAC.put(image, policyMac(keys, policy));
        return new SessionBlob(Bytes.of(image));
    }

    /**
     * The processor's side: takes the keys out, when both authentication codes are right.
     *
     * @param agreed what Diffie-Hellman gave, the highest byte first; the caller wipes it
     * @param policy that the guest is to have, unsigned 32 bits
     * @return for the caller to close
     * @throws org.cloister.api.CloisterException {@code session.wrap-mac} when keys or nonce were changed or are meant
     *     for another processor, {@code session.policy-mac} when the policy is another than the owner's
     */
    public TransportKeys open(byte[] agreed, long policy) {
        try (WrappingKeys wrapping = WrappingKeys.of(agreed, NONCE.in(raw))) {
            Bytes wrapped = WRAP_TK.in(raw);
            require(
                    WRAP_MAC,
                    SessionCodes.SESSION_WRAP_MAC,
                    wrapping.authenticate(wrapped),
                    "the wrapped transport keys are not authentic");
            TransportKeys keys = wrapping.unwrap(wrapped, WRAP_IV.in(raw));
            requirePolicy(keys, policy);
            return keys;
        }
    }

    /** Every field with its offset and meaning. */
    public Structure show() {
        return new Structure("session of a guest owner", LAYOUT.fields(raw, 0, Slot::meaning));
    }

    private void requirePolicy(TransportKeys keys, long policy) {
        try {
            require(
                    POLICY_MAC,
                    SessionCodes.SESSION_POLICY_MAC,
                    policyMac(keys, policy),
                    "the policy is not the one that the owner chose");
        } catch (RuntimeException refused) {
            keys.close();
            throw refused;
        }
    }

    private void require(Slot mac, String code, Bytes computed, String otherwise) {
        if (!ConstantTime.same(mac.in(raw), computed)) {
            throw Problem.input(code, otherwise)
                    .at(String.format(Locale.ROOT, "session, %s at offset 0x%x", mac.name(), mac.offset()))
                    .remedy("make the session for this platform's PDH and this policy")
                    .exception();
        }
    }

    private static Bytes policyMac(TransportKeys keys, long policy) {
        return keys.authenticate(Bytes.of(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) policy)
                .array()));
    }

    private static Slot slot(String name, int offset, int size, String meaning) {
        return new Slot(name, offset, size, Notation.BYTES, meaning);
    }
}
