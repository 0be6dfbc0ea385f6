// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import java.nio.charset.StandardCharsets;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.der.DerWriter;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.identity.SnpConfiguration;

/**
 * What a provider's key is derived from (SEV-SNP firmware ABI, 56860, "SNP_VLEK_LOAD"): 384 bytes that only AMD and the
 * firmware understand. Those made here are {@code 0x00} a mark of 16 bytes, {@code 0x10} 32 bytes of a secret,
 * {@code 0x30} the length of the provider's name, {@code 0x31} the name, zeros. The name is in it as there is nobody
 * else to ask for the certificate of the key.
 */
final class Hashstick {
    private static final byte[] MARK = "cloister VLEK 1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_LENGTH_AT = 0x30;
    private static final int NAME_AT = 0x31;
    private static final int MOST = 128;
    private static final String UNNAMED = "CN=unnamed.emulated";

    private Hashstick() {}

    /**
     * A provider's hashstick, always the same one.
     *
     * @param secret of who makes it
     * @throws org.cloister.api.CloisterException {@code vlek.csp}
     */
    static Bytes of(byte[] secret, String cspId) {
        byte[] name = requireName(cspId).getBytes(StandardCharsets.US_ASCII);
        byte[] stick = new byte[SnpConfiguration.VLEK];
        Bytes own = Crypto.platform().hmacSha256(secret, Bytes.of(DerWriter.joined(MARK, name)));
        System.arraycopy(MARK, 0, stick, 0, MARK.length);
        own.copyTo(0, stick, MARK.length, own.length());
        stick[NAME_LENGTH_AT] = (byte) name.length;
        System.arraycopy(name, 0, stick, NAME_AT, name.length);
        return Bytes.of(stick);
    }

    /** The provider that a hashstick is of, as certificates name it; a stick that somebody else has made names none. */
    static String cspId(Bytes stick) {
        int length = stick.at(NAME_LENGTH_AT);
        boolean ours = stick.slice(0, MARK.length).equals(Bytes.of(MARK)) && length > 0 && length <= MOST;
        return ours ? new String(stick.slice(NAME_AT, length).toArray(), StandardCharsets.US_ASCII) : UNNAMED;
    }

    // Real certificates say "CN=" and a host name.
    private static String requireName(String cspId) {
        String full = cspId.startsWith("CN=") ? cspId : "CN=" + cspId;
        boolean fits =
                full.length() > 3 && full.length() <= MOST && full.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (!fits) {
            throw Problem.input(SoftSevCodes.VLEK_CSP, "this cannot be the name of a cloud provider in a certificate")
                    .at("csp")
                    .found(cspId)
                    .expected("1 to " + (MOST - 3) + " printable ASCII characters without blanks")
                    .exception();
        }
        return full;
    }
}
