// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.Locale;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.session.PlatformSession;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.model.Refusal;

/** The processor's side of a session, with the checks of LAUNCH_START and RECEIVE_START (SEV API, 55766). */
final class AgreedSessions {
    private static final int VERSION_AT = 0x00;
    private static final int USAGE_AT = 0x08;
    private static final int ALGORITHM_AT = 0x0c;
    private static final int KEY_AT = 0x10;

    private AgreedSessions() {}

    /**
     * The keys of a session.
     *
     * @param pdh the platform's Diffie-Hellman key
     * @param certificate of who made it: a guest's owner, or the platform that sends
     * @param field the certificate's in the command, for refusals
     * @return for the caller to close
     */
    static TransportKeys open(EcKeyPair pdh, Bytes certificate, String field, Bytes session, int policy) {
        boolean sized = session.length() == SessionBlob.SIZE;
        Refusal.unless(sized, FirmwareStatus.INVALID_LEN, "session_len " + session.length());
        boolean whole = certificate.length() == SevCertificate.SIZE;
        Refusal.unless(whole, FirmwareStatus.INVALID_LEN, field + "_len " + certificate.length());
        EcKey theirs = key(certificate, field);
        try {
            return PlatformSession.accept(pdh, theirs, new SessionBlob(session), Integer.toUnsignedLong(policy));
        } catch (CloisterException e) {
            throw Refusal.firmware(FirmwareStatus.BAD_MEASUREMENT, e.problem().message());
        }
    }

    /**
     * The key in a certificate of a Diffie-Hellman key, which lies on the curve.
     *
     * @param field of the command, for refusals
     */
    static EcKey key(Bytes certificate, String field) {
        int version = certificate.buffer().getInt(VERSION_AT);
        int usage = certificate.buffer().getInt(USAGE_AT);
        int algorithm = certificate.buffer().getInt(ALGORITHM_AT);
        boolean fits = version == 1 && usage == KeyUsage.PDH.code() && algorithm == KeyAlgorithm.ECDH_SHA256.code();
        String found = String.format(
                Locale.ROOT, "%s: version %d, usage 0x%x, algorithm 0x%x", field, version, usage, algorithm);
        Refusal.unless(fits, FirmwareStatus.INVALID_CERTIFICATE, found);
        return requireOnCurve(new EcKey(certificate.slice(KEY_AT, EcKey.SIZE)), field);
    }

    // Neither signatures nor reserved bytes are looked at: tools leave all kinds of things there.
    private static EcKey requireOnCurve(EcKey key, String field) {
        try {
            Refusal.unless(key.curve() == Curve.P384, FirmwareStatus.INVALID_CERTIFICATE, field + ": " + key.curve());
            key.toPublicKey();
            return key;
        } catch (CloisterException e) {
            throw Refusal.firmware(
                    FirmwareStatus.INVALID_CERTIFICATE,
                    field + ": " + e.problem().message());
        }
    }
}
