// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.DeviceNode;
import org.cloister.probe.ProbeFindings.Subject;

/** What the kernel was built for and made of the host at its start. */
final class KernelChecks {
    private static final Subject RELEASE = new Subject("kernel", "release", false);
    private static final String NODE =
            "KVM is loaded: a container has to be given the device (--device=/dev/kvm); elsewhere udev makes the node";
    private static final String NUMBERS =
            "KVM is loaded, and this is not its node: remove it, and 'mknod /dev/kvm c 10 232' or let udev make it";
    private static final String LOAD = "modprobe kvm_amd; enable SVM in the BIOS; dmesg shows why it did not load";
    private static final String SWITCHED_OFF = "sev=nosnp";

    private KernelChecks() {}

    static void make(AmdType type, Host host, ProbeFindings findings) {
        release(type, host, findings);
        boolean loaded = host.hasFolder("/sys/module/kvm");
        DeviceCheck.make(
                "kernel", DeviceNode.KVM, loaded ? NODE : LOAD, loaded ? NUMBERS : LOAD, host, findings.regardless());
        IommuCheck.make(type, host, findings);
        if (type == AmdType.SEV_SNP) {
            boolean offered = host.kvm().offers(type).orElse(false);
            String hint = whatSwitchesItOn(type, host, findings);
            new RegisterBit("kernel", "SNP (SYSCFG.SNP_EN)", RegisterBit.SYSCFG, 24, hint)
                    .check(host, offered, findings);
            new RegisterBit("kernel", "VMPL (SYSCFG.VMPL_EN)", RegisterBit.SYSCFG, 25, hint)
                    .check(host, offered, findings);
        }
    }

    /** Linux sets both bits where it finds all that SEV-SNP needs (arch/x86/virt/svm/sev.c): what it did not find. */
    private static String whatSwitchesItOn(AmdType type, Host host, ProbeFindings findings) {
        List<String> missing = findings.failing();
        if (!missing.isEmpty()) {
            return "fix " + String.join(", ", missing) + ": Linux then switches it on";
        }
        if (host.text("/proc/cmdline")
                .filter(line -> List.of(line.split("\\s+")).contains(SWITCHED_OFF))
                .isPresent()) {
            return "boot without " + SWITCHED_OFF;
        }
        return isRecent(type, host)
                ? "nothing that it needs is missing here: the lines of dmesg with SEV-SNP show why Linux left it off"
                : "use Linux " + type.firstLinux() + " or newer: it switches SEV-SNP on";
    }

    private static boolean isRecent(AmdType type, Host host) {
        KernelRelease first = KernelRelease.parse(type.firstLinux()).orElseThrow();
        return host.text("/proc/sys/kernel/osrelease")
                .flatMap(KernelRelease::parse)
                .filter(running -> running.compareTo(first) >= 0)
                .isPresent();
    }

    /**
     * Distributions put features into older kernels, so an old release is a remark, and only where the type is not
     * offered.
     */
    private static void release(AmdType type, Host host, ProbeFindings findings) {
        Optional<String> release = host.text("/proc/sys/kernel/osrelease");
        String hint = "Linux hosts such guests from " + type.firstLinux()
                + " on; some distributions brought it to older ones";
        if (release.isEmpty()) {
            findings.unknown(RELEASE, "not reported", hint);
            return;
        }
        boolean offered = host.kvm().offers(type).orElse(false);
        findings.require(RELEASE, isRecent(type, host) || offered, Cause.UNSUPPORTED, release.get(), hint);
    }
}
