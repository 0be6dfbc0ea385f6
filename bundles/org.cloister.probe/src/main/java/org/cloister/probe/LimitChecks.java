package org.cloister.probe;

import java.util.List;
import java.util.OptionalLong;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.probe.Findings.Subject;

/** What there is enough of, and what helps. */
final class LimitChecks {
    private static final Subject LOCKED = new Subject("limits", "locked memory", false);
    private static final Subject IOMMU = new Subject("limits", "IOMMU", false);
    private static final Subject IMAGES = new Subject("limits", "firmware images", false);
    private static final Subject HUGE = new Subject("limits", "huge pages", false);
    private static final String LINE = "Max locked memory";

    private LimitChecks() {}

    static void make(SevType type, Host host, Findings findings) {
        asidsInUse(type, host, findings);
        if (type != SevType.SNP) {
            lockedMemory(host, findings);
        }
        iommu(type, host, findings);
        hugePages(host, findings);
        images(host, findings);
    }

    /** The cgroup controller misc counts the ASIDs of SEV, and those of SEV-ES and SEV-SNP together. */
    private static void asidsInUse(SevType type, Host host, Findings findings) {
        String word = type == SevType.SEV ? "sev" : "sev_es";
        OptionalLong all = host.misc("misc.capacity", word);
        OptionalLong used = host.misc("misc.current", word);
        Subject subject = new Subject("limits", "ASIDs in use", all.isPresent() && used.isPresent());
        if (all.isEmpty() || used.isEmpty()) {
            findings.unknown(subject, "cgroup misc does not tell", "mount cgroup v2 with the controller misc to see");
            return;
        }
        findings.require(
                subject,
                used.getAsLong() < all.getAsLong(),
                Cause.DISABLED,
                used.getAsLong() + " of " + all.getAsLong(),
                "close other confidential guests");
    }

    /** SEV and SEV-ES pin the guest's memory; SEV-SNP does not need to. */
    private static void lockedMemory(Host host, Findings findings) {
        String limit = host.text("/proc/self/limits").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(LINE))
                .map(line -> line.substring(LINE.length()).strip().split(" +")[0])
                .findFirst()
                .orElse("");
        if (limit.isEmpty()) {
            findings.unknown(LOCKED, "/proc/self/limits does not tell", "ulimit -l tells it too");
        } else {
            findings.pass(LOCKED, limit + "; guests larger than that need CAP_IPC_LOCK or a higher ulimit -l");
        }
    }

    private static void iommu(SevType type, Host host, Findings findings) {
        boolean there = host.facts().folder("/sys/class/iommu") instanceof Fact.Known<List<String>> known
                && !known.value().isEmpty();
        findings.require(
                IOMMU,
                there,
                Cause.DISABLED,
                there ? "on" : "off",
                type == SevType.SNP
                        ? "SEV-SNP needs it: enable the IOMMU in the BIOS, and no amd_iommu=off or iommu=pt off"
                        : "needed for devices of guests only: enable it in the BIOS");
    }

    private static void hugePages(Host host, Findings findings) {
        String count = host.text("/proc/sys/vm/nr_hugepages").orElse("");
        if (count.isEmpty()) {
            findings.unknown(HUGE, "not told", "/proc/sys/vm/nr_hugepages tells");
        } else {
            findings.pass(HUGE, count + " reserved");
        }
    }

    private static void images(Host host, Findings findings) {
        List<String> names = Host.known(host.facts().folder("/usr/share/qemu/firmware")).stream()
                .flatMap(List::stream)
                .filter(name -> name.contains("sev"))
                .toList();
        findings.require(
                IMAGES,
                !names.isEmpty(),
                Cause.UNSUPPORTED,
                names.isEmpty() ? "no description in /usr/share/qemu/firmware names SEV" : String.join(" ", names),
                "install the package of OVMF for SEV, or name an image with --firmware");
    }
}
