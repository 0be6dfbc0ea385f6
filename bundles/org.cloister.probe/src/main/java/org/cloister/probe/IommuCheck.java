// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.host.Check.Cause;
import org.cloister.probe.ProbeFindings.Subject;

/**
 * The IOMMU: SEV-SNP needs it, neither passed through nor with its second form of page tables
 * (drivers/iommu/amd/init.c, iommu_snp_enable).
 */
final class IommuCheck {
    private static final String COMMAND_LINE = "/proc/cmdline";
    private static final String GROUP_TYPE = "/sys/kernel/iommu_groups/0/type";

    private IommuCheck() {}

    static void make(AmdType type, Host host, ProbeFindings findings) {
        boolean needed = type == AmdType.SEV_SNP;
        Subject subject = new Subject("kernel", "IOMMU", needed);
        boolean on = !host.names("/sys/class/iommu").isEmpty();
        if (needed && host.kvm().offers(type).orElse(false)) {
            findings.pass(subject, on ? "on" : "on, for the kernel offers the type");
        } else if (!on) {
            findings.fail(subject, Cause.DISABLED, "off", off(needed));
        } else if (needed && passedThrough(host)) {
            findings.fail(
                    subject, Cause.DISABLED, "on, passed through", "boot without iommu=pt and iommu.passthrough=1");
        } else if (needed && option(host, "amd_iommu=pgtbl_v2")) {
            findings.fail(subject, Cause.DISABLED, "on, with page tables v2", "boot without amd_iommu=pgtbl_v2");
        } else {
            findings.pass(subject, "on");
        }
    }

    private static String off(boolean needed) {
        return needed
                ? "SEV-SNP needs it: enable the IOMMU in the BIOS, and boot without amd_iommu=off"
                : "only devices of guests need it: enable the IOMMU in the BIOS";
    }

    private static boolean passedThrough(Host host) {
        Optional<String> type = host.text(GROUP_TYPE);
        return option(host, "iommu=pt")
                || option(host, "iommu.passthrough=1")
                || type.filter("identity"::equals).isPresent();
    }

    /** Whether the kernel was started with an option; several values of one option are separated by commas. */
    private static boolean option(Host host, String option) {
        String name = option.substring(0, option.indexOf('=') + 1);
        String value = option.substring(name.length());
        return host.text(COMMAND_LINE).stream()
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .filter(word -> word.startsWith(name))
                .anyMatch(word ->
                        Stream.of(word.substring(name.length()).split(",")).anyMatch(value::equals));
    }
}
