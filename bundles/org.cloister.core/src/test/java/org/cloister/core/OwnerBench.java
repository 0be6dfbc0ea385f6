// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.session.OwnerSession;
import org.cloister.amd.session.TransportPacket;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.owner.ExpectedMeasurement;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.measurement.MeasurementVerifier;
import org.cloister.owner.secret.SecretEntry;
import org.cloister.owner.secret.SecretPacking;
import org.cloister.owner.session.PlatformOffer;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SevChainVerifier;
import org.cloister.owner.verify.SourcedCertificate;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;

/** A guest's owner beside the launcher: it has what the platform exports, and otherwise only what hosts say. */
final class OwnerBench {
    static final Guid DISK = Guid.of("736869e5-84f0-4973-92ec-06879ce3da0b");

    final TestBed bed = TestBed.complete();
    final GuestType type;
    final Map<String, String> settings = new HashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final PlatformChannel platform =
            bed.platform.adapt(PlatformChannel.class).orElseThrow();

    OwnerBench(String type) {
        this.type = new GuestType(type);
        bed.install(new SevGuestSupport(), 0);
        bed.install(new SevEsGuestSupport(), 0);
        settings.put("policy", type.equals("sev-es") ? "0x5" : "0x1");
    }

    Policy policy() {
        return PolicyLayout.SEV.parse(settings.get("policy"));
    }

    /** PDH, chain and authorities as the platform hands them out; its own root is the one that is trusted. */
    PlatformOffer offer() {
        PdhCertExport.Certificates exported = LengthQuery.fetch(platform, PdhCertExport.LENGTH);
        Bytes authorities =
                bed.platform.adapt(PlatformAuthorities.class).orElseThrow().askAndArk();
        CertificateFiles files = new CertificateFiles()
                .add(exported.pdh().content(), "pdh")
                .add(exported.chain().content(), "chain")
                .add(authorities, "authorities");
        List<SourcedCertificate> root = CertificateFile.decode(authorities, "authorities").stream()
                .filter(one -> one.usage() == KeyUsage.ARK)
                .map(one -> new SourcedCertificate((AmdFormatCertificate) one, "ark"))
                .toList();
        Roots trusted = Roots.trusting(List.of(), root);
        return PlatformOffer.of(files, SevChainVerifier.of(trusted, Crypto.platform()), Instant.EPOCH);
    }

    /** A session of the owner's; the launch that follows has it. */
    OwnerSession session() {
        OwnerSession session = offer().session(policy(), random);
        settings.put("dh-cert", base64(session.certificate().encode()));
        settings.put("session", base64(session.blob().raw()));
        return session;
    }

    GuestRequest request() {
        return new GuestRequest(SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 64 << 20, settings);
    }

    Guest launch(GuestRequest request, boolean paused) {
        return bed.launcher.launch(
                new LaunchRequest(new TypeChoice.Named(type), Trust.EMULATED, request, paused),
                LaunchListener.SILENT,
                Limits.NONE);
    }

    Guest paused() {
        return launch(request(), true);
    }

    ClaimedMeasurement measured(Guest guest) {
        Measurement measurement = guest.report().measurement().orElseThrow();
        return new ClaimedMeasurement(measurement.value(), measurement.nonce().orElseThrow());
    }

    boolean verified(Guest guest, OwnerSession session, GuestRequest expected) {
        return verified(
                guest,
                session,
                ExpectedMeasurement.of(type, expected, Optional.empty()).digest());
    }

    boolean verified(Guest guest, OwnerSession session, Bytes digest) {
        PlatformStatus status = platform.execute(new GetPlatformStatus());
        return new MeasurementVerifier(status.apiMajor(), status.apiMinor(), status.build(), policy(), digest)
                .verify(measured(guest), session.keys().tik());
    }

    TransportPacket packed(Guest guest, OwnerSession session, byte[] secret) {
        PlatformStatus status = platform.execute(new GetPlatformStatus());
        return new SecretPacking(status.apiMajor(), status.apiMinor(), measured(guest))
                .pack(session.keys(), List.of(new SecretEntry(DISK, secret)), random);
    }

    private static String base64(Bytes content) {
        return Base64.getEncoder().encodeToString(content.toArray());
    }
}
