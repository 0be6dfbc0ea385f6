// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.Arrays;
import java.util.Locale;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.model.Refusal;

/** The processor's side of a session, with the checks of LAUNCH_START (SEV API, 55766). */
final class OwnerSessions {
    private static final int VERSION_AT = 0x00;
    private static final int USAGE_AT = 0x08;
    private static final int ALGORITHM_AT = 0x0c;
    private static final int KEY_AT = 0x10;

    private OwnerSessions() {}

    /**
     * The keys of a session.
     *
     * @param pdh the platform's Diffie-Hellman key
     * @param certificate of the owner's
     * @return for the caller to close
     */
    static TransportKeys open(EcKeyPair pdh, Bytes certificate, Bytes session, int policy) {
        boolean sized = session.length() == SessionBlob.SIZE;
        Refusal.unless(sized, FirmwareStatus.INVALID_LEN, "session_len " + session.length());
        boolean whole = certificate.length() == SevCertificate.SIZE;
        Refusal.unless(whole, FirmwareStatus.INVALID_LEN, "dh_len " + certificate.length());
        byte[] agreed = agree(pdh, key(certificate));
        try {
            return new SessionBlob(session).open(agreed, Integer.toUnsignedLong(policy));
        } catch (CloisterException e) {
            throw Refusal.firmware(FirmwareStatus.BAD_MEASUREMENT, e.problem().message());
        } finally {
            Arrays.fill(agreed, (byte) 0);
        }
    }

    // Neither signatures nor reserved bytes are looked at: tools leave all kinds of things there.
    private static EcKey key(Bytes certificate) {
        int version = certificate.buffer().getInt(VERSION_AT);
        int usage = certificate.buffer().getInt(USAGE_AT);
        int algorithm = certificate.buffer().getInt(ALGORITHM_AT);
        boolean fits = version == 1 && usage == KeyUsage.PDH.code() && algorithm == KeyAlgorithm.ECDH_SHA256.code();
        String found =
                String.format(Locale.ROOT, "dh: version %d, usage 0x%x, algorithm 0x%x", version, usage, algorithm);
        Refusal.unless(fits, FirmwareStatus.INVALID_CERTIFICATE, found);
        return new EcKey(certificate.slice(KEY_AT, EcKey.SIZE));
    }

    private static byte[] agree(EcKeyPair pdh, EcKey owner) {
        try {
            return pdh.agree(owner);
        } catch (CloisterException e) {
            throw Refusal.firmware(
                    FirmwareStatus.INVALID_CERTIFICATE, "dh: " + e.problem().message());
        }
    }
}
