// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.cloister.amd.report.PlatformInfo;
import org.cloister.amd.report.ReportVersion;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * What the reports of a platform say that does not come from its generation alone. Immutable.
 *
 * @param version of the reports; empty for the generation's
 * @param platform switches of the platform; those that came after a version of the report are left out of it
 * @param tcb TCB_VERSION of the firmware that runs, raw 64 bits; empty for the generation's
 * @param mitigations what firmware and hardware have verified, a mask (CURRENT_MIT_VECTOR of version 5)
 * @param amdNames whether certificates have the names that verifiers of AMD's chains want
 */
public record AttestationSettings(
        Optional<ReportVersion> version, PlatformInfo platform, OptionalLong tcb, long mitigations, boolean amdNames) {
    private static final Set<ReportVersion> MADE = EnumSet.of(ReportVersion.V2, ReportVersion.V3, ReportVersion.V5);

    /** Multithreading is off, memory has error correction and was checked for aliases; the rest is the generation's. */
    public static final AttestationSettings DEFAULT =
            new AttestationSettings(Optional.empty(), new PlatformInfo(0x24), OptionalLong.empty(), 0, false);

    /**
     * Checks the switches.
     *
     * @throws org.cloister.api.CloisterException {@code softsev.setting}
     */
    public AttestationSettings {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(tcb, "tcb");
        long undefined = platform.unknown();
        if (undefined != 0) {
            throw invalid("platform.info", Numbers.hex(platform.raw()), "no other bits than 0 to 7");
        }
    }

    /**
     * The settings as the configuration has them.
     *
     * @param version 2, 3 or 5; 0 for the generation's
     * @param platformInfo a mask of switches
     * @param tcb up to 16 hexadecimal digits; blank for the generation's
     * @param mitigations a mask
     * @throws org.cloister.api.CloisterException {@code softsev.setting}, naming the setting
     */
    public static AttestationSettings of(int version, long platformInfo, String tcb, long mitigations) {
        return new AttestationSettings(version(version), new PlatformInfo(platformInfo), tcb(tcb), mitigations, false);
    }

    /** The same with other names in certificates. */
    public AttestationSettings withAmdNames(boolean wanted) {
        return new AttestationSettings(version, platform, tcb, mitigations, wanted);
    }

    /** The version of a generation's reports. */
    public ReportVersion version(EmulatedGeneration generation) {
        return version.orElse(generation.reportVersion());
    }

    /** TCB_VERSION of the firmware that runs on a generation, raw 64 bits. */
    public long tcb(EmulatedGeneration generation) {
        return tcb.orElse(generation.tcb());
    }

    /** The switches that firmware told when it began to write a version of the report, raw 64 bits. */
    public long platformInfo(ReportVersion inReports) {
        return platform.raw() & told(inReports);
    }

    // Firmware that came later tells more in reports of the same version.
    private static long told(ReportVersion version) {
        return switch (version) {
            case V2 -> 0x1f;
            case V3, V4 -> 0x3f;
            case V5, V6, LATER -> 0xff;
        };
    }

    // Version 4 has the fields of version 3. No firmware that is known writes it, or one above 5 on these generations.
    private static Optional<ReportVersion> version(int number) {
        if (number == 0) {
            return Optional.empty();
        }
        return Optional.of(MADE.stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow(() -> invalid("report.version", number, "2, 3 or 5, or 0 for the generation's")));
    }

    private static OptionalLong tcb(String text) {
        String digits = text.strip();
        OptionalLong number = Numbers.parseHex(digits);
        if (number.isEmpty() && !digits.isEmpty()) {
            throw invalid("tcb", text, "up to 16 hexadecimal digits");
        }
        return number;
    }

    private static RuntimeException invalid(String setting, Object found, String expected) {
        return Problem.input(SoftSevCodes.SOFTSEV_SETTING, "a setting of the software platform is out of range")
                .at(setting)
                .found(found)
                .expected(expected)
                .exception();
    }
}
