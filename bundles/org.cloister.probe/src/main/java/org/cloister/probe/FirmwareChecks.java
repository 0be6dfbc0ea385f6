package org.cloister.probe;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.cloister.amd.status.Errno;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts.IoctlAnswer;
import org.cloister.probe.Findings.Subject;

/** What the secure processor's firmware says of itself ({@code linux/psp-sev.h}: sev_user_data_status, sev_user_data_snp_status). */
final class FirmwareChecks {
    private static final Subject PLATFORM = new Subject("firmware", "SEV platform", true);
    private static final Subject SNP_PLATFORM = new Subject("firmware", "SEV-SNP platform", true);
    private static final String LOAD = "modprobe ccp; enable SEV in the BIOS; dmesg tells why the driver gave up";
    private static final String UPDATE =
            "update the BIOS, or put AMD's newer image into /lib/firmware/amd and load ccp anew";

    private static final int PLATFORM_STATUS = 1;
    private static final int PLATFORM_STATUS_SIZE = 12;
    private static final int SNP_PLATFORM_STATUS = 9;
    private static final int SNP_PLATFORM_STATUS_SIZE = 32;

    /** Linux refuses SEV with an API older than 0.15 (drivers/crypto/ccp, SEV_MIN_API_MAJOR and MINOR) and SNP older than 1.51. */
    private static final int LEAST_SEV = 15;

    private static final int LEAST_SNP = 0x100 + 51;

    private FirmwareChecks() {}

    static void make(SevType type, Host host, Findings findings) {
        KernelChecks.device(Host.SEV, LOAD, host, findings);
        Fact<IoctlAnswer> answer = host.issue(PLATFORM_STATUS, PLATFORM_STATUS_SIZE);
        status(PLATFORM, answer, LEAST_SEV, findings);
        if (type == SevType.SNP) {
            Fact<IoctlAnswer> snp = host.issue(SNP_PLATFORM_STATUS, SNP_PLATFORM_STATUS_SIZE);
            status(SNP_PLATFORM, snp, LEAST_SNP, findings);
        }
    }

    private static void status(Subject subject, Fact<IoctlAnswer> answer, int least, Findings findings) {
        Optional<IoctlAnswer> known = Host.known(answer);
        if (known.isEmpty()) {
            findings.unknown(subject, "could not be asked", "see the checks of " + Host.SEV);
        } else if (known.get().errno() != 0) {
            findings.fail(
                    subject,
                    Cause.DISABLED,
                    "the driver answers " + Errno.name(known.get().errno()),
                    "it is not initialised: see dmesg for ccp, and enable SEV-SNP in the BIOS");
        } else {
            version(subject, known.get().pointee().buffer(), least, findings);
        }
    }

    private static void version(Subject subject, ByteBuffer status, int least, Findings findings) {
        int major = Byte.toUnsignedInt(status.get(0));
        int minor = Byte.toUnsignedInt(status.get(1));
        boolean recent = major * 0x100 + minor >= least;
        String seen = String.format("API %d.%d, state %d", major, minor, Byte.toUnsignedInt(status.get(2)));
        findings.require(
                subject,
                recent,
                Cause.UNSUPPORTED,
                seen,
                String.format("at least %d.%d is needed; ", least / 0x100, least % 0x100) + UPDATE);
    }
}
