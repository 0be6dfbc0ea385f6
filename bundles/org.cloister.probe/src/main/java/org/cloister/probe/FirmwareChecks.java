// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.tcb.FirmwareMinimum;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts.IoctlAnswer;
import org.cloister.probe.ProbeFindings.Subject;

/**
 * The status of the secure processor's firmware ({@code linux/psp-sev.h}: sev_user_data_status,
 * sev_user_data_snp_status).
 */
final class FirmwareChecks {
    private static final Subject PLATFORM = new Subject("firmware", "SEV platform", true);
    private static final Subject SNP_PLATFORM = new Subject("firmware", "SEV-SNP platform", true);
    private static final Subject SECURITY_VERSION = new Subject("firmware", "SEV-SNP security version", false);
    private static final String[] STATES = {"not initialised", "initialised", "working"};
    private static final String LOAD = "modprobe ccp; enable SEV in the BIOS; dmesg shows why the driver gave up";
    private static final String IN_CONTAINER = "; a container has to be given the device";
    private static final String UPDATE =
            "update the BIOS, or put AMD's newer image into /lib/firmware/amd and load ccp anew";

    /**
     * Linux refuses SEV with an API older than 0.15 (drivers/crypto/ccp, SEV_MIN_API_MAJOR and MINOR) and SNP older
     * than 1.51.
     */
    private static final int LEAST_SEV = 15;

    private static final int LEAST_SNP = 0x100 + 51;

    private FirmwareChecks() {}

    static void make(AmdType type, Host host, ProbeFindings findings) {
        DeviceCheck.make("firmware", DeviceNode.SEV, LOAD + IN_CONTAINER, LOAD, host, findings);
        Fact<IoctlAnswer> answer = host.issue(GetPlatformStatus.ID, PlatformStatus.SIZE);
        status(PLATFORM, answer, host, findings)
                .map(PlatformStatus::decode)
                .ifPresent(status -> version(PLATFORM, platform(status), LEAST_SEV, findings));
        if (type == AmdType.SEV_SNP) {
            Fact<IoctlAnswer> snp = host.issue(GetSnpPlatformStatus.ID, SnpPlatformStatus.SIZE);
            status(SNP_PLATFORM, snp, host, findings)
                    .map(SnpPlatformStatus::decode)
                    .ifPresentOrElse(
                            status -> {
                                version(SNP_PLATFORM, snpPlatform(status), LEAST_SNP, findings);
                                securityVersion(status.currentTcb(), host, findings);
                            },
                            () -> findings.skip(SECURITY_VERSION, "the SEV-SNP platform does not report it"));
        }
    }

    /** The answer's bytes; where there are none, the check says why. */
    private static Optional<Bytes> status(
            Subject subject, Fact<IoctlAnswer> answer, Host host, ProbeFindings findings) {
        Optional<IoctlAnswer> known = Host.known(answer);
        if (known.isEmpty()) {
            host.unasked(DeviceNode.SEV, subject, findings);
        } else if (known.get().errno() != 0) {
            refused(subject, known.get(), findings);
        } else {
            return known.map(IoctlAnswer::pointee);
        }
        return Optional.empty();
    }

    /** The driver says in the envelope what the firmware answered, where that was asked (sev-dev.c, sev_ioctl). */
    private static void refused(Subject subject, IoctlAnswer answer, ProbeFindings findings) {
        // A capture of another program may lack the envelope
        int status = answer.buffer().length() == PlatformEnvelope.SIZE
                ? PlatformEnvelope.decode(answer.buffer()).error()
                : FirmwareStatus.NOT_CALLED;
        boolean answered = status != 0 && status != FirmwareStatus.NOT_CALLED;
        String seen = "the driver answers " + Errno.name(answer.errno())
                + (answered ? ", firmware status " + FirmwareStatus.describe(status) : "");
        // Causes come before what follows from them
        String first = findings.failing().stream()
                .findFirst()
                .map(missing -> "fix " + missing + "; then ")
                .orElse("");
        String hint = answered
                ? FirmwareStatus.remedy(status)
                : "see the lines of dmesg with ccp, which say why the platform is not initialised";
        findings.fail(subject, Cause.DISABLED, seen, first + hint);
    }

    /** What a status says beside the version. */
    private record Version(int major, int minor, String rest) {}

    private static Version platform(PlatformStatus status) {
        String rest = String.format(
                Locale.ROOT,
                "build %d, %s, %s guests%s%s",
                status.build(),
                state(status.stateCode()),
                Integer.toUnsignedString(status.guestCount()),
                status.encryptedState() ? ", ready for SEV-ES" : "",
                status.owned() ? ", owned by an external authority" : "");
        return new Version(status.apiMajor(), status.apiMinor(), rest);
    }

    private static Version snpPlatform(SnpPlatformStatus status) {
        String rest = String.format(
                Locale.ROOT,
                "build %s, %s, %s guests%s%s",
                Integer.toUnsignedString(status.buildId()),
                state(status.stateCode()),
                Integer.toUnsignedString(status.guestCount()),
                status.vlekEnabled() ? ", VLEK loaded" : "",
                status.ciphertextHidingEnabled() ? ", ciphertext hidden" : "");
        return new Version(status.apiMajor(), status.apiMinor(), rest);
    }

    private static String state(int state) {
        return state < STATES.length ? STATES[state] : "state " + state;
    }

    private static void version(Subject subject, Version version, int least, ProbeFindings findings) {
        boolean recent = version.major() * 0x100 + version.minor() >= least;
        findings.require(
                subject,
                recent,
                Cause.UNSUPPORTED,
                String.format(Locale.ROOT, "API %d.%d, %s", version.major(), version.minor(), version.rest()),
                String.format(Locale.ROOT, "at least %d.%d is needed; ", least / 0x100, least % 0x100) + UPDATE);
    }

    private static void securityVersion(long current, Host host, ProbeFindings findings) {
        Optional<Generation> generation = Processor.of(host).flatMap(Processor::generation);
        Optional<FirmwareMinimum> minimum = generation.flatMap(Generation::firmwareMinimum);
        if (minimum.isEmpty()) {
            findings.pass(SECURITY_VERSION, "no bulletin on this processor is known here");
            return;
        }
        int running = new TcbVersion(current, generation.get().tcbLayout().orElseThrow())
                .get(TcbComponent.SNP)
                .orElseThrow();
        String seen = String.format(
                Locale.ROOT,
                "%d; %s asks for %d",
                running,
                minimum.get().bulletin(),
                minimum.get().version());
        findings.require(SECURITY_VERSION, running >= minimum.get().version(), Cause.UNSUPPORTED, seen, UPDATE);
    }
}
