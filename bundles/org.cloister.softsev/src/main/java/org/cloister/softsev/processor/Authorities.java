// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.SnpAuthorities;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.softsev.attest.ReportIssuer;
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.identity.SnpConfiguration;

/** What AMD is for chips that it makes. */
public final class Authorities implements PlatformAuthorities, SnpAuthorities {
    private static final int IV = 12;

    private final SevPlatform platform;
    private final ReportIssuer attestation;
    private final SecureRandom random;

    /** The authorities of a platform. */
    public Authorities(SevPlatform platform, ReportIssuer attestation, SecureRandom random) {
        this.platform = platform;
        this.attestation = attestation;
        this.random = random;
    }

    @Override
    public Bytes askAndArk() {
        return platform.authorities();
    }

    @Override
    public Bytes wrapVlek(Bytes hashstick, long tcb) {
        if (hashstick.length() != SnpConfiguration.VLEK) {
            throw Problem.input(SoftSevCodes.VLEK_LENGTH, "a hashstick has another length")
                    .found(hashstick.length() + " bytes")
                    .expected(SnpConfiguration.VLEK + " bytes")
                    .exception();
        }
        byte[] iv = new byte[IV];
        random.nextBytes(iv);
        try {
            return platform.wrapVlek(hashstick, tcb, Bytes.of(iv));
        } catch (GeneralSecurityException e) {
            throw Problem.host(ProblemCodes.CRYPTO_AES, "this Java platform lacks AES-256-GCM")
                    .exception(e);
        }
    }

    @Override
    public SnpCertificates certificates() {
        return attestation.certificates();
    }

    @Override
    public Bytes wrappedVlek(String cspId) {
        return wrapVlek(attestation.hashstick(cspId), attestation.reportedTcb());
    }
}
