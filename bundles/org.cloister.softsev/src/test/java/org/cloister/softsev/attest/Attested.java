// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.softsev.identity.ChipIdentity;
import org.cloister.softsev.identity.EndorsementIdentity;
import org.cloister.softsev.identity.MemoryStore;
import org.cloister.softsev.model.AttestationSettings;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.Authorities;
import org.cloister.softsev.processor.Platforms;
import org.cloister.softsev.processor.SoftProcessor;

/**
 * A platform that is asked for reports, and an owner who verifies them. Authorities are made once for a generation, as
 * that takes a while.
 */
final class Attested {
    static final Bytes DATA = bytes(64, 0xd0);
    static final GuestIdentity GUEST = guest(false);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Map<EmulatedGeneration, EndorsementIdentity> MADE = new EnumMap<>(EmulatedGeneration.class);

    final SoftProcessor processor;
    private final EmulatedGeneration generation;
    private final EndorsementIdentity authorities;

    private Attested(PlatformSettings settings, ChipIdentity chip, EndorsementIdentity authorities) {
        this.generation = settings.generation();
        this.authorities = authorities;
        MemoryStore store = new MemoryStore();
        store.keep(chip);
        store.keep(authorities);
        processor = Platforms.of(settings, store);
    }

    static Attested by(EmulatedGeneration generation) {
        return by(generation, 0);
    }

    /** @param version of the reports; 0 for the generation's */
    static Attested by(EmulatedGeneration generation, int version) {
        return by(settings(generation, version), Platforms.CHIP);
    }

    static Attested by(PlatformSettings settings, ChipIdentity chip) {
        return new Attested(settings, chip, authorities(settings.generation()));
    }

    /** With the same chip, below authorities of its own. */
    static Attested underOthers(EmulatedGeneration generation) {
        EndorsementIdentity others = KeyService.generate(generation, RANDOM, CLOCK);
        return new Attested(settings(generation, 0), Platforms.CHIP, others);
    }

    static PlatformSettings settings(EmulatedGeneration generation, int version) {
        return OtherPlatforms.with(generation, AttestationSettings.of(version, 0x25, "", 6));
    }

    private static synchronized EndorsementIdentity authorities(EmulatedGeneration generation) {
        return MADE.computeIfAbsent(generation, one -> KeyService.generate(one, RANDOM, CLOCK));
    }

    static GuestIdentity guest(boolean vcekDisabled) {
        return new GuestIdentity(
                0x30000,
                bytes(16, 1),
                bytes(16, 2),
                -2,
                bytes(48, 3),
                bytes(32, 4),
                bytes(48, 5),
                bytes(48, 6),
                true,
                vcekDisabled,
                bytes(32, 7),
                0x0000000000000001L);
    }

    static Bytes bytes(int length, int value) {
        byte[] all = new byte[length];
        Arrays.fill(all, (byte) value);
        return Bytes.of(all);
    }

    Bytes report() {
        return report(ReportSource.Key.ANY);
    }

    Bytes report(ReportSource.Key key) {
        return processor.attestation().report(GUEST, DATA, 2, key);
    }

    AttestationReport read() {
        return AttestationReport.decode(report(), "report");
    }

    SnpCertificates certificates() {
        return processor.attestation().certificates();
    }

    Attested loadVlek(String csp) {
        Authorities service = new Authorities(processor.platform(), processor.attestation(), RANDOM);
        processor.commands().execute(new SnpVlekLoad(service.wrappedVlek(csp)));
        return this;
    }

    Attested configure(long reportedTcb, int flags) {
        processor.commands().execute(new SnpSetConfig(reportedTcb, flags));
        return this;
    }

    /** A revocation list of the platform's own root. */
    Bytes revoking(long serial) {
        return new KeyService(authorities, generation, NameForm.OWN, CLOCK).revocationList(Set.of(serial));
    }

    Roots roots() {
        return Roots.trusting(List.of(decode(certificates().ark())), List.of());
    }

    /** Everything that the platform publishes. */
    CertificateBundle bundle() {
        return bundle(certificates());
    }

    static CertificateBundle bundle(SnpCertificates all) {
        List<AmdCertificate> some = new ArrayList<>();
        List.of(all.ark(), all.ask(), all.asvk(), all.vcek()).forEach(der -> some.add(decode(der)));
        all.vlek().map(Attested::decode).ifPresent(some::add);
        return CertificateBundle.of(some)
                .and(new CertificateBundle(List.of(), List.of(AmdCrl.decode(all.crl(), "list")), List.of()));
    }

    static AmdCertificate decode(Bytes der) {
        return AmdCertificate.decode(der, "made");
    }

    VerificationResult verify(Bytes report) {
        return verify(roots(), report, bundle());
    }

    static VerificationResult verify(Roots roots, Bytes report, CertificateBundle given) {
        return ReportVerifier.of(roots, Crypto.platform()).verify(report, given, Instant.now(), AppraisalPolicy.NONE);
    }

    static List<String> failed(VerificationResult result) {
        return result.with(Status.FAILED).stream().map(VerificationCheck::name).toList();
    }
}
