// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.List;
import java.util.OptionalLong;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.host.Check.Cause;
import org.cloister.probe.ProbeFindings.Subject;

/** What there is enough of, and what helps. */
final class LimitChecks {
    private static final Subject LOCKED = new Subject("limits", "locked memory", false);
    private static final Subject HUGE = new Subject("limits", "huge pages", false);
    private static final String LINE = "Max locked memory";
    private static final String UNLOCK =
            "a guest of N GiB needs 'ulimit -l $((N * 1048576 + 65536))', LimitMEMLOCK= of a service, or CAP_IPC_LOCK";
    private static final long MIB = 1 << 20;
    private static final long SMALL_GUEST = 256 * MIB;

    private LimitChecks() {}

    static void make(AmdType type, Host host, ProbeFindings findings) {
        asidsInUse(type, host, findings);
        if (type != AmdType.SEV_SNP) {
            lockedMemory(host, findings);
        }
        hugePages(host, findings);
        ImageCheck.make(type, host, findings);
    }

    /** The cgroup controller misc counts the ASIDs of SEV, and those of SEV-ES and SEV-SNP together. */
    private static void asidsInUse(AmdType type, Host host, ProbeFindings findings) {
        String word = type == AmdType.SEV ? "sev" : "sev_es";
        OptionalLong all = host.misc("misc.capacity", word);
        OptionalLong used = host.misc("misc.current", word);
        Subject subject = new Subject("limits", "ASIDs in use", all.isPresent() && used.isPresent());
        if (all.isEmpty() || used.isEmpty()) {
            findings.unknown(
                    subject, "cgroup misc does not contain it", "mount cgroup v2 with the controller misc to see");
            return;
        }
        findings.require(
                subject,
                used.getAsLong() < all.getAsLong(),
                Cause.DISABLED,
                used.getAsLong() + " of " + all.getAsLong(),
                "close other confidential guests");
    }

    /**
     * SEV and SEV-ES pin a guest's memory, up to this limit for each guest (kvm_amd, sev_pin_memory); SEV-SNP does not.
     */
    private static void lockedMemory(Host host, ProbeFindings findings) {
        Lines limits = Lines.of(host.text("/proc/self/limits"));
        OptionalLong limit = limits.number(LINE);
        if (ThisProcess.of(host).filter(ThisProcess::locksMemory).isPresent()) {
            findings.pass(LOCKED, "without limit, by CAP_IPC_LOCK");
        } else if (limits.words(LINE).orElse(List.of()).contains("unlimited")) {
            findings.pass(LOCKED, "without limit");
        } else if (limit.isPresent()) {
            String seen = limit.getAsLong() / MIB + " MiB: guests have to be smaller than that";
            findings.require(LOCKED, limit.getAsLong() > SMALL_GUEST, Cause.NO_PERMISSION, seen, UNLOCK);
        } else {
            findings.unknown(LOCKED, "/proc/self/limits does not contain it", "ulimit -l prints it too");
        }
    }

    private static void hugePages(Host host, ProbeFindings findings) {
        OptionalLong count = host.memoryInfo("HugePages_Total");
        String transparent = host.text("/sys/kernel/mm/transparent_hugepage/enabled")
                .map(text -> ", transparent ones: " + chosen(text))
                .orElse("");
        if (count.isEmpty()) {
            findings.unknown(HUGE, "not reported", "/proc/meminfo contains it");
        } else {
            findings.pass(HUGE, count.getAsLong() + " reserved" + transparent);
        }
    }

    /** Of several words the one in brackets. */
    private static String chosen(String words) {
        int from = words.indexOf('[');
        int to = words.indexOf(']', from + 1);
        return from >= 0 && to >= 0 ? words.substring(from + 1, to) : words;
    }
}
