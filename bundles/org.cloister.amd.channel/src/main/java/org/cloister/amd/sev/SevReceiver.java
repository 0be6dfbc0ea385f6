// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import java.io.ByteArrayOutputStream;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Machine;

/**
 * Who may receive a guest: the certificates that SEND_START takes (SEV API, 55766, "SEND_START"). Its bytes are the
 * three one behind the other. Immutable.
 *
 * @param pdh the PDH certificate of the receiving platform
 * @param chain its PEK, OCA and CEK certificates
 * @param authorities ASK and ARK in AMD's format; empty where they are not known, for guests whose policy does not ask
 *     for AMD's word
 * @since 1.1
 */
public record SevReceiver(Bytes pdh, Bytes chain, Bytes authorities) {
    private static final int CHAIN = 3 * SevCertificate.SIZE;
    private static final int MOST_AUTHORITIES = 16 << 10;
    private static final int OCA = SevCertificate.SIZE;

    /**
     * Checks the lengths; what the certificates say the firmware checks.
     *
     * @throws org.cloister.api.CloisterException {@code send.receiver}
     */
    public SevReceiver {
        require("PDH certificate", pdh.length(), SevCertificate.SIZE);
        require("PEK, OCA and CEK certificate", chain.length(), CHAIN);
        if (authorities.length() > MOST_AUTHORITIES) {
            throw wrong("ASK and ARK", authorities.length(), "at most " + MOST_AUTHORITIES);
        }
    }

    /**
     * A receiver of its bytes.
     *
     * @throws org.cloister.api.CloisterException {@code send.receiver}
     */
    public static SevReceiver of(Bytes identity) {
        int least = SevCertificate.SIZE + CHAIN;
        if (identity.length() < least) {
            throw wrong("identity of a receiver", identity.length(), "at least " + least);
        }
        return new SevReceiver(
                identity.slice(0, SevCertificate.SIZE),
                identity.slice(SevCertificate.SIZE, CHAIN),
                identity.slice(least, identity.length() - least));
    }

    /** The platform that a machine is on. */
    static SevReceiver of(Machine machine) {
        PdhCertExport.Certificates certificates =
                LengthQuery.fetch(machine.channel(PlatformChannel.class), PdhCertExport.LENGTH);
        Bytes authorities = machine.adapt(PlatformAuthorities.class)
                .map(PlatformAuthorities::askAndArk)
                .orElse(Bytes.EMPTY);
        return new SevReceiver(
                certificates.pdh().content(), certificates.chain().content(), authorities);
    }

    /** Its bytes. */
    public Bytes identity() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(pdh.toArray());
        all.writeBytes(chain.toArray());
        all.writeBytes(authorities.toArray());
        return Bytes.wrap(all.toByteArray());
    }

    /** The SHA-256 of its PDH certificate. */
    public Bytes fingerprint() {
        return Crypto.usual().digest(Hash.SHA256, pdh);
    }

    /** The certificate of its endorsement key, which has the version of its firmware's API. */
    SevCertificate pek() {
        return SevCertificate.decode(chain.slice(0, SevCertificate.SIZE), "PEK certificate of the receiver");
    }

    /** All bytes of the certificate of its owner. */
    Bytes oca() {
        return chain.slice(OCA, SevCertificate.SIZE);
    }

    private static void require(String what, int found, int expected) {
        if (found != expected) {
            throw wrong(what, found, Integer.toString(expected));
        }
    }

    private static RuntimeException wrong(String what, int found, String expected) {
        return Problem.input(SevCodes.SEND_RECEIVER, "these are not the certificates of a platform that could receive")
                .at(what)
                .found(found + " bytes")
                .expected(expected + " bytes")
                .remedy("take what 'platform export' writes at the receiver")
                .exception();
    }
}
