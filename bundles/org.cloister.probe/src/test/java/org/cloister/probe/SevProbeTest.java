// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.GuestType;
import org.cloister.api.host.Check;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Check.Status;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.HostFacts.Node;
import org.cloister.api.host.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single facts do to single checks; whole hosts are judged in {@link CapturedHostsTest}. */
class SevProbeTest {
    private static final int SYSCFG = 0xc0010010;
    private static final int HWCR = 0xc0010015;
    private static final String NPT = "/sys/module/kvm_amd/parameters/npt";

    private final SevProbe probe = new SevProbe();

    @Test
    void aLeafBeyondTheHighestIsNotAskedForItsZeros() {
        Altered old = Altered.host("milan").leaf(0x80000000, 0x8000001e, 0, 0, 0);
        Check leaf = check("sev", old, "CPUID 8000_001F");
        assertThat(leaf.status()).isEqualTo(Status.FAIL);
        assertThat(leaf.cause()).isEqualTo(Cause.UNSUPPORTED);
        assertThat(leaf.seen()).contains("no such leaf");
    }

    @Test
    void oneReasonExplainsAllThatFollows() {
        List<Check> checks = verdict("sev-snp", Altered.host("intel")).checks();
        assertThat(checks.stream().filter(check -> check.status() == Status.FAIL))
                .extracting(Check::name)
                .containsExactly("vendor");
        assertThat(checks).anySatisfy(check -> assertThat(check.seen()).contains("because the processor is not AMD's"));
    }

    /**
     * The documentation of 2017 had C000_0010 and C000_0015, and the opposite sense: none of that may be taken for the
     * right answer.
     */
    @Test
    void theRegistersOfTheFirstDocumentationAreNotBelieved() {
        Altered wrongDigits = hidden().msr(SYSCFG, 0)
                .msr(0xc0000010, 1 << 23)
                .msr(0xc0010000, 1 << 23)
                .msr(HWCR, 0)
                .msr(0xc0000015, 1);
        assertThat(check("sev", wrongDigits, "MEM_ENCRYPT_EN").status()).isEqualTo(Status.FAIL);
        assertThat(check("sev", wrongDigits, "SMMLOCK").status()).isEqualTo(Status.FAIL);
    }

    @Test
    void onlyTheirOwnBitsDecideAndOneMeansOn() {
        Altered otherBits = hidden().msr(SYSCFG, ~(1L << 23)).msr(HWCR, ~1L);
        assertThat(check("sev", otherBits, "MEM_ENCRYPT_EN").status()).isEqualTo(Status.FAIL);
        assertThat(check("sev", otherBits, "SMMLOCK").status()).isEqualTo(Status.FAIL);
        Altered theseBits = hidden().msr(SYSCFG, 1 << 23).msr(HWCR, 1);
        assertThat(check("sev", theseBits, "MEM_ENCRYPT_EN").status()).isEqualTo(Status.PASS);
        assertThat(check("sev", theseBits, "SMMLOCK").status()).isEqualTo(Status.PASS);
    }

    @Test
    void aFirmwareThatRefusesIsNamedWithItsStatusAndRemedy() {
        Check check = check("sev", Altered.host("milan").refused(1, 5, 0x1a), "SEV platform");
        assertThat(check.status()).isEqualTo(Status.FAIL);
        assertThat(check.seen()).startsWith("the driver answers EIO, firmware status 0x1A");
        assertThat(check.hint()).isEqualTo(FirmwareStatus.remedy(0x1a));
        Check silent = check("sev", Altered.host("milan").refused(1, 5, -1), "SEV platform");
        assertThat(silent.seen()).isEqualTo("the driver answers EIO");
        assertThat(silent.hint()).startsWith("see the lines of dmesg with ccp");
    }

    @Test
    void whatKeepsSnpOffIsTheOnePieceThatIsMissing() {
        Altered off = hidden().msr(SYSCFG, 1 << 23).msr(HWCR, 1);
        assertThat(check("sev-snp", off, "SNP_EN").hint())
                .startsWith("nothing that it needs is missing here: the lines of dmesg")
                .doesNotContain("reverse map", "IOMMU");
        assertThat(check("sev-snp", off.file("/proc/cmdline", "quiet sev=nosnp\n"), "SNP_EN")
                        .hint())
                .isEqualTo("boot without sev=nosnp");
        assertThat(check("sev-snp", off.file("/proc/cmdline", "iommu=pt\n"), "SNP_EN")
                        .hint())
                .isEqualTo("fix IOMMU: Linux then switches it on");
    }

    @Test
    void ciphertextHidingSplitsTheIdentifiers() {
        Altered hiding = Altered.host("genoa").file("/sys/module/kvm_amd/parameters/ciphertext_hiding_asids", "900");
        assertThat(check("sev-snp", hiding, "ASIDs").seen()).startsWith("1 to 900,");
        assertThat(check("sev-es", hiding, "ASIDs").seen()).startsWith("901 to 906,");
        assertThat(check("sev", hiding, "ASIDs").seen()).isEqualTo("907 to 1006");
    }

    /** 0x40600000 bytes are 16 KiB and 16 bytes for each page of almost 257.5 GiB. */
    @ParameterizedTest
    @CsvSource({"256, PASS", "257, PASS", "258, FAIL", "1024, FAIL"})
    void theReverseMapHasToCoverTheMemory(long gibibytes, Status status) {
        Altered host = Altered.host("milan").file("/proc/meminfo", "MemTotal: " + (gibibytes << 20) + " kB\n");
        assertThat(check("sev-snp", host, "reverse map table").status()).isEqualTo(status);
    }

    @Test
    void aSegmentedReverseMapNeedsTheProcessorsWord() {
        assertThat(check("sev-snp", Altered.host("turin"), "reverse map table").seen())
                .contains("segments that cover 64 GiB");
        Altered unable = Altered.host("turin").leaf(0x8000001f, 0x7f1fd7fb, 0x4173, 1006, 907);
        assertThat(check("sev-snp", unable, "reverse map table").seen()).contains("no memory is reserved");
    }

    @ParameterizedTest
    @CsvSource({
        "'ro quiet iommu=pt', passed through",
        "'ro iommu=soft,pt quiet', passed through",
        "iommu.passthrough=1, passed through",
        "'amd_iommu=pgtbl_v2,fullflush', page tables v2",
        "'ro quiet amd_iommu=on iommu=ptx', on",
    })
    void theIommuIsNeededInFull(String commandLine, String seen) {
        Altered host = hidden().file("/proc/cmdline", commandLine + "\n");
        assertThat(check("sev-snp", host, "IOMMU").seen()).endsWith(seen);
        assertThat(check("sev", host, "IOMMU").status()).isEqualTo(Status.PASS);
    }

    @Test
    void whatANewerFeatureOffersHasNames() {
        Altered turin = Altered.host("turin");
        assertThat(check("sev-snp", turin, "VMSA features").seen())
                .isEqualTo("0x10221: snp-active debug-swap secure-tsc secure-avic");
        assertThat(check("sev-snp", turin, "SNP policy bits").seen())
                .startsWith("0x3fbffff: smt debug single-socket cxl")
                .doesNotContain("migrate-ma");
        assertThat(check("sev-snp", turin, "certificates on request").seen()).isEqualTo("0x1: yes");
        assertThat(check("sev-snp", turin, "machines of the type").seen()).isEqualTo("plain sev sev-es sev-snp");
    }

    @Test
    void pageStateChangesNeedTheirOwnBit() {
        Altered others = hidden().capability(201, ~(1 << 12) & 0xffff);
        assertThat(check("sev-snp", others, "page state changes").status()).isEqualTo(Status.FAIL);
        assertThat(check("sev-snp", hidden().capability(201, 1 << 12), "page state changes")
                        .status())
                .isEqualTo(Status.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "1000 27, 106, kvm, 660, 'usermod -aG kvm USER, then log in anew'",
        "1000 27, 990, virt, 660, 'usermod -aG virt USER, then log in anew'",
        "1000 106, 106, kvm, 660, the mode would allow it",
        "1000 27, 990, 990, 660, udev rule",
        "1000, 0, root, 666, the mode would allow it",
        "1000 106, 106, kvm, 600, udev rule",
        "1000 0, 0, root, 660, udev rule",
    })
    void aMissingPermissionIsNamed(String groups, int group, String name, String mode, String hint) {
        String status = "Uid:\t1000\t1000\t1000\t1000\nGid:\t1000\t1000\t1000\t1000\nGroups:\t" + groups
                + " \nCapEff:\t0000000000000000\n";
        Altered host = Altered.host("milan-no-permission")
                .file("/proc/self/status", status)
                .node("/dev/kvm", new Node(0, group, name, Integer.parseInt(mode, 8)));
        Check check = check("sev-snp", host, "open /dev/kvm");
        assertThat(check.cause()).isEqualTo(Cause.NO_PERMISSION);
        assertThat(check.seen()).contains("user 1000", "group " + name, "mode 0" + mode);
        assertThat(check.hint()).contains(hint);
    }

    @ParameterizedTest
    @CsvSource({
        "8388608, 0, FAIL, 8 MiB",
        "17179869184, 0, PASS, 16384 MiB",
        "unlimited, 0, PASS, without limit",
        "8388608, 4000, PASS, CAP_IPC_LOCK",
    })
    void lockedMemoryLimitsGuestsThatPin(String limit, String capabilities, Status status, String seen) {
        Altered host = Altered.host("milan")
                .file("/proc/self/limits", "Max locked memory         " + limit + "  " + limit + "  bytes\n")
                .file("/proc/self/status", "Uid:\t1\t1\t1\t1\nGid:\t1\t1\t1\t1\nGroups:\t\nCapEff:\t" + capabilities);
        assertThat(check("sev", host, "locked memory").status()).isEqualTo(status);
        assertThat(check("sev-es", host, "locked memory").seen()).contains(seen);
        assertThat(verdict("sev-snp", host).checks())
                .noneMatch(check -> check.name().equals("locked memory"));
    }

    @Test
    void anOldReleaseIsARemarkOnlyWhereTheTypeIsMissing() {
        Altered backported = Altered.host("milan").file("/proc/sys/kernel/osrelease", "5.14.0-570.el9.x86_64\n");
        assertThat(check("sev-snp", backported, "release").status()).isEqualTo(Status.PASS);
        Check old = check("sev-snp", hidden().file("/proc/sys/kernel/osrelease", "6.9.12\n"), "release");
        assertThat(old.status()).isEqualTo(Status.FAIL);
        assertThat(old.required()).isFalse();
        assertThat(old.hint()).contains("6.11");
    }

    @Test
    void aRefusalIsNoMaskOfAllTypes() {
        Altered host = Altered.host("milan-registers-unreadable").capability(235, -1);
        assertThat(check("sev-snp", host, "machines of the type").status()).isEqualTo(Status.UNKNOWN);
        assertThat(check("sev-snp", host, "SMMLOCK").status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void nestedPagingIsNeeded() {
        assertThat(verdict("sev", Altered.host("milan").file(NPT, "0\n")).obstacle())
                .hasValueSatisfying(check -> assertThat(check.name()).isEqualTo("kvm_amd.npt"));
    }

    @Test
    void aStatusOfAnotherSizeIsNotRead() {
        Altered host = Altered.host("milan").issued(1, "0137").issued(9, "0137");
        assertThat(check("sev-snp", host, "SEV platform").status()).isEqualTo(Status.UNKNOWN);
        assertThat(check("sev-snp", host, "security version").status()).isEqualTo(Status.SKIP);
    }

    @Test
    void descriptionsForQemuNameImages() {
        String text = "{ \"mapping\": { \"filename\": \"/opt/%s.fd\" }, \"features\": [ \"amd-%s\" ] }";
        Altered host = Altered.host("milan")
                .folder("/etc/qemu/firmware", "10-es.json", "20-snp.json", "notes.txt")
                .file("/etc/qemu/firmware/10-es.json", text.formatted("es", "sev-es"))
                .file("/etc/qemu/firmware/20-snp.json", text.formatted("snp", "sev-snp"));
        assertThat(check("sev-snp", host, "firmware images").seen())
                .isEqualTo("/opt/snp.fd /usr/share/ovmf/OVMF.amdsev.fd");
        assertThat(check("sev-es", host, "firmware images").seen()).startsWith("/opt/es.fd ");
        assertThat(check("sev", host, "firmware images").seen()).isEqualTo("/usr/share/ovmf/OVMF.amdsev.fd");
    }

    @Test
    void missingDisabledAndForbiddenAreThreeAnswers() {
        Altered missing = Altered.host("milan").device(DeviceNode.KVM, new Fact.Absent<>("none"));
        assertThat(obstacle(missing)).isEqualTo("/dev/kvm DISABLED there is no /dev/kvm");
        Altered silent = Altered.host("milan").device(DeviceNode.KVM, new Fact.Known<>(false));
        assertThat(obstacle(silent)).contains("/dev/kvm DISABLED", "no driver answers");
        Altered forbidden = Altered.host("milan-no-permission");
        assertThat(obstacle(forbidden)).startsWith("open /dev/kvm NO_PERMISSION user 1000 may not open");
    }

    /** A Milan whose kernel keeps quiet on what it offers, so that nothing is concluded from that. */
    private static Altered hidden() {
        return Altered.host("milan").capability(235, 1);
    }

    private String obstacle(HostFacts host) {
        Check check = verdict("sev-snp", host).obstacle().orElseThrow();
        return check.name() + " " + check.cause() + " " + check.seen();
    }

    private Check check(String type, HostFacts host, String name) {
        return verdict(type, host).checks().stream()
                .filter(check -> check.name().contains(name))
                .findFirst()
                .orElseThrow();
    }

    private Verdict verdict(String type, HostFacts host) {
        GuestType guest = new GuestType(type);
        return new Verdict(guest, probe.probe(guest, host));
    }
}
