// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cloister.amd.channel.SnpAuthorities;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.VerificationResult;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Runs inside the framework as {@link Insider} does, and has guests attested: {@code launch} answers with an
 * identifier, {@code digest ID} with what the launch reported, {@code reset ID} with nothing. {@code attest ID DATA}
 * answers with the verdict under the platform's own root, that under AMD's, the report's digest and its identifier.
 */
public final class AttestInsider implements BundleActivator, UnaryOperator<String> {
    /** The packages that it needs. */
    static final String IMPORTS =
            "org.osgi.framework,org.cloister.amd.channel,org.cloister.amd.crypto,org.cloister.amd.firmware,"
                    + "org.cloister.amd.report,org.cloister.amd.struct,org.cloister.amd.x509,org.cloister.api,org.cloister.api.guest,"
                    + "org.cloister.api.launch,org.cloister.api.platform,org.cloister.owner.verify";

    private GuestLauncher launcher;
    private SnpAuthorities authorities;

    @Override
    public void start(BundleContext context) throws Exception {
        launcher = context.getService(context.getServiceReference(GuestLauncher.class));
        authorities = context.getServiceReferences(SecureProcessor.class, null).stream()
                .sorted(ServiceReference::compareTo)
                .map(context::getService)
                .flatMap(processor -> processor.adapt(SnpAuthorities.class).stream())
                .findFirst()
                .orElseThrow();
        context.registerService(UnaryOperator.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public String apply(String line) {
        String[] words = line.split(" ");
        return switch (words[0]) {
            case "launch" -> launch();
            case "digest" ->
                guest(words[1]).report().measurement().orElseThrow().value().hex();
            case "attest" -> attest(guest(words[1]), Bytes.ofHex(words[2]));
            case "reset" -> reset(guest(words[1]));
            default -> throw new IllegalArgumentException(line);
        };
    }

    private String launch() {
        GuestRequest guest =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 64 << 20, Map.of());
        TypeChoice type = new TypeChoice.Named(new GuestType("sev-snp"));
        return launcher.launch(
                        new LaunchRequest(type, Trust.EMULATED, guest, false), LaunchListener.SILENT, Limits.NONE)
                .id();
    }

    private static String reset(Guest guest) {
        guest.reset(Limits.NONE);
        return "";
    }

    private String attest(Guest guest, Bytes data) {
        Evidence evidence = guest.attest(data, Limits.NONE);
        Roots own = Roots.trusting(
                new CertificateFiles().add(authorities.certificates().ark(), "ark"));
        AttestationReport report = AttestationReport.decode(evidence.report(), "report");
        return String.join(
                " ",
                verdict(own, evidence, data),
                verdict(Roots.amd(), evidence, data),
                report.bytes(ReportField.MEASUREMENT).hex(),
                report.bytes(ReportField.REPORT_ID).hex());
    }

    private static String verdict(Roots roots, Evidence evidence, Bytes data) {
        AppraisalPolicy demanded = AppraisalPolicy.of(Map.of("report-data", List.of(data.hex())));
        VerificationResult result = ReportVerifier.of(roots, Crypto.platform())
                .verify(
                        evidence.report(),
                        new CertificateFiles()
                                .add(evidence.certificates(), "table")
                                .bundle(),
                        Instant.now(),
                        demanded);
        return result.passed() ? "accepted" : "refused";
    }

    private Guest guest(String id) {
        return launcher.guests().stream()
                .filter(guest -> guest.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
