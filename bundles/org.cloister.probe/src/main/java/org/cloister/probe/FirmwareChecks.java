// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.tcb.FirmwareMinimum;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbVersion;
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

    private static final int PLATFORM_STATUS = 1;
    private static final int PLATFORM_STATUS_SIZE = 12;
    private static final int SNP_PLATFORM_STATUS = 9;
    private static final int SNP_PLATFORM_STATUS_SIZE = 32;

    /**
     * Linux refuses SEV with an API older than 0.15 (drivers/crypto/ccp, SEV_MIN_API_MAJOR and MINOR) and SNP older
     * than 1.51.
     */
    private static final int LEAST_SEV = 15;

    private static final int LEAST_SNP = 0x100 + 51;

    private FirmwareChecks() {}

    static void make(AmdType type, Host host, ProbeFindings findings) {
        DeviceCheck.make("firmware", DeviceNode.SEV, LOAD + IN_CONTAINER, LOAD, host, findings);
        Fact<IoctlAnswer> answer = host.issue(PLATFORM_STATUS, PLATFORM_STATUS_SIZE);
        status(PLATFORM, answer, host, findings)
                .ifPresent(status -> version(PLATFORM, platform(status), LEAST_SEV, findings));
        if (type == AmdType.SEV_SNP) {
            Fact<IoctlAnswer> snp = host.issue(SNP_PLATFORM_STATUS, SNP_PLATFORM_STATUS_SIZE);
            status(SNP_PLATFORM, snp, host, findings)
                    .ifPresentOrElse(
                            status -> {
                                version(SNP_PLATFORM, snpPlatform(status), LEAST_SNP, findings);
                                securityVersion(status.getLong(16), host, findings);
                            },
                            () -> findings.skip(SECURITY_VERSION, "the SEV-SNP platform does not report it"));
        }
    }

    /** The answer's bytes; where there are none, the check says why. */
    private static Optional<ByteBuffer> status(
            Subject subject, Fact<IoctlAnswer> answer, Host host, ProbeFindings findings) {
        Optional<IoctlAnswer> known = Host.known(answer);
        if (known.isEmpty()) {
            host.unasked(DeviceNode.SEV, subject, findings);
        } else if (known.get().errno() != 0) {
            findings.fail(
                    subject,
                    Cause.DISABLED,
                    "the driver answers " + Errno.name(known.get().errno()),
                    "it is not initialised: fix what fails above, and see dmesg for ccp");
        } else {
            return known.map(one -> one.pointee().buffer().order(ByteOrder.LITTLE_ENDIAN));
        }
        return Optional.empty();
    }

    /** What a status says beside the version. */
    private record Version(int major, int minor, String rest) {}

    private static Version platform(ByteBuffer status) {
        int flags = status.getInt(3);
        String rest = String.format(
                Locale.ROOT,
                "build %d, %s, %s guests%s%s",
                at(status, 7),
                state(status),
                Integer.toUnsignedString(status.getInt(8)),
                (flags >>> 8 & 1) != 0 ? ", ready for SEV-ES" : "",
                (flags & 1) != 0 ? ", owned by an external authority" : "");
        return new Version(at(status, 0), at(status, 1), rest);
    }

    private static Version snpPlatform(ByteBuffer status) {
        int flags = status.getInt(8);
        String rest = String.format(
                Locale.ROOT,
                "build %s, %s, %s guests%s%s",
                Integer.toUnsignedString(status.getInt(4)),
                state(status),
                Integer.toUnsignedString(status.getInt(12)),
                (flags >>> 2 & 1) != 0 ? ", VLEK loaded" : "",
                (flags >>> 6 & 1) != 0 ? ", ciphertext hidden" : "");
        return new Version(at(status, 0), at(status, 1), rest);
    }

    private static String state(ByteBuffer status) {
        int state = at(status, 2);
        return state < STATES.length ? STATES[state] : "state " + state;
    }

    private static int at(ByteBuffer status, int offset) {
        return Byte.toUnsignedInt(status.get(offset));
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
