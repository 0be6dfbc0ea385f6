package org.cloister.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.host.Check;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Check.Status;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts of each generation and in each state, with the verdict on each type and the first thing in the way. */
class SevProbeTest {
    private static final int SYSCFG = 0xc0010010;
    private static final int HWCR = 0xc0010015;
    private static final int ENOTTY = 25;
    private static final int EINVAL = 22;

    private final SevProbe probe = new SevProbe();

    private static Fixture naples() {
        return Fixture.epyc(0xf, 0x16f, 15, 5).capability(235, 5);
    }

    private static Fixture rome() {
        return Fixture.epyc(0x1000f, 0x16f, 509, 100).capability(235, 0xd);
    }

    private static Fixture milan() {
        return Fixture.epyc(0x1780bfff, 0x4173, 509, 100);
    }

    private static Fixture genoa() {
        return Fixture.epyc(0x0101fd3f, 0x4173, 1006, 907);
    }

    private static Fixture turin() {
        return Fixture.epyc(0x7f9fd7fb, 0x4173, 1006, 907);
    }

    /** Name, host, launchable types, then the obstacle of the strongest: category, cause, a word of the check and of its hint. */
    static Stream<Arguments> hosts() {
        return Stream.of(
                host("Naples, SEV only", naples(), "sev", "cpu", Cause.UNSUPPORTED, "8000_001F", "7003"),
                host("Rome", rome(), "sev sev-es", "cpu", Cause.UNSUPPORTED, "8000_001F", "7003"),
                host("Milan", milan(), "sev sev-es sev-snp", "", Cause.NONE, "", ""),
                host("Genoa", genoa(), "sev sev-es sev-snp", "", Cause.NONE, "", ""),
                host("Turin", turin(), "sev sev-es sev-snp", "", Cause.NONE, "", ""),
                host("MSRs unreadable", milan().noMsrs(), "sev sev-es sev-snp", "", Cause.NONE, "", ""),
                host(
                        "SNP off in the BIOS",
                        milan().msr(SYSCFG, 1 << 23)
                                .msr(0xc0010132, 0)
                                .msr(0xc0010133, 0)
                                .capability(235, 0xd)
                                .firmwareRefuses(9, EINVAL),
                        "sev sev-es",
                        "bios",
                        Cause.DISABLED,
                        "SNP_EN",
                        "SEV-SNP Support"),
                host("SMM not locked", milan().msr(HWCR, 0), "", "bios", Cause.DISABLED, "SMMLOCK", "lock"),
                host("encryption off", milan().msr(SYSCFG, 0), "", "bios", Cause.DISABLED, "MEM_ENCRYPT_EN", "SMEE"),
                host(
                        "old firmware",
                        milan().firmware(1, 12, 0, 14).firmware(9, 32, 1, 50),
                        "",
                        "firmware",
                        Cause.UNSUPPORTED,
                        "SEV platform",
                        "at least 0.15"),
                host(
                        "old firmware for SNP only",
                        milan().firmware(9, 32, 1, 50),
                        "sev sev-es",
                        "firmware",
                        Cause.UNSUPPORTED,
                        "SEV-SNP platform",
                        "at least 1.51"),
                host(
                        "no permission",
                        milan().device("/dev/kvm", new Fact.Denied<>("no")).device("/dev/sev", new Fact.Denied<>("no")),
                        "",
                        "permissions",
                        Cause.NO_PERMISSION,
                        "/dev/kvm",
                        "usermod -aG kvm"),
                host(
                        "module parameter off",
                        milan().file("/sys/module/kvm_amd/parameters/sev_snp", "N")
                                .capability(235, 0xd),
                        "sev sev-es",
                        "kernel",
                        Cause.DISABLED,
                        "machines of the type",
                        "kvm_amd.sev_snp"),
                host(
                        "SEV off in KVM",
                        milan().encryptOp(ENOTTY).capability(235, 1),
                        "",
                        "kernel",
                        Cause.DISABLED,
                        "SEV in KVM",
                        "kvm_amd.sev=1"),
                host(
                        "Intel",
                        milan().vendor("GenuineIntel").leaf(0x80000000, 0x80000008, 0, 0, 0),
                        "",
                        "cpu",
                        Cause.UNSUPPORTED,
                        "vendor",
                        "EPYC"),
                host(
                        "a guest inside SNP",
                        milan().leaf(1, 0, 0, 1 << 31, 0)
                                .msr(0xc0010131, 7)
                                .device("/dev/kvm", new Fact.Absent<>("no")),
                        "",
                        "cpu",
                        Cause.UNSUPPORTED,
                        "bare metal",
                        "run this there"),
                host(
                        "no /dev/kvm",
                        milan().device("/dev/kvm", new Fact.Absent<>("no")),
                        "",
                        "kernel",
                        Cause.DISABLED,
                        "/dev/kvm",
                        "modprobe kvm_amd"),
                host(
                        "node without driver",
                        milan().device("/dev/kvm", new Fact.Known<>(false)),
                        "",
                        "kernel",
                        Cause.DISABLED,
                        "/dev/kvm",
                        "modprobe kvm_amd"),
                host(
                        "all ASIDs in use",
                        milan().file("/sys/fs/cgroup/misc.capacity", "sev 410\nsev_es 99")
                                .file("/sys/fs/cgroup/misc.current", "sev 3\nsev_es 99"),
                        "sev",
                        "limits",
                        Cause.DISABLED,
                        "ASIDs in use",
                        "close other"),
                host(
                        "all ASIDs set aside for encrypted state",
                        Fixture.epyc(0x1780bfff, 0x4173, 509, 510),
                        "sev-es sev-snp",
                        "",
                        Cause.NONE,
                        "",
                        ""));
    }

    private static Arguments host(
            String name, HostFacts host, String launchable, String category, Cause cause, String check, String hint) {
        return Arguments.of(name, host, launchable, category, cause, check, hint);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hosts")
    void getsItsVerdict(
            String name, HostFacts host, String launchable, String category, Cause cause, String check, String hint) {
        List<String> yes = probe.types().stream()
                .map(type -> new Verdict(type, probe.probe(type, host)))
                .filter(Verdict::launchable)
                .map(verdict -> verdict.type().name())
                .toList();
        assertThat(String.join(" ", yes)).isEqualTo(launchable);
        Verdict strongest = verdict("sev-snp", host);
        if (category.isEmpty()) {
            assertThat(strongest.obstacle()).isEmpty();
        } else {
            Check obstacle = strongest.obstacle().orElseThrow();
            assertThat(obstacle.category()).isEqualTo(category);
            assertThat(obstacle.cause()).isEqualTo(cause);
            assertThat(obstacle.name()).contains(check);
            assertThat(obstacle.hint()).contains(hint);
        }
    }

    @Test
    void aLeafBeyondTheHighestIsNotAskedForItsZeros() {
        Fixture old = milan().leaf(0x80000000, 0x8000001e, 0, 0, 0);
        Check leaf = check(verdict("sev", old), "CPUID 8000_001F");
        assertThat(leaf.status()).isEqualTo(Status.FAIL);
        assertThat(leaf.cause()).isEqualTo(Cause.UNSUPPORTED);
        assertThat(leaf.seen()).contains("no such leaf");
    }

    @Test
    void oneReasonExplainsAllThatFollows() {
        List<Check> checks = verdict("sev-snp", milan().vendor("GenuineIntel").leaf(0x80000000, 0x80000008, 0, 0, 0))
                .checks();
        assertThat(checks.stream().filter(check -> check.status() == Status.FAIL))
                .extracting(Check::name)
                .containsExactly("vendor");
        assertThat(checks).anySatisfy(check -> assertThat(check.seen()).contains("because the processor is not AMD's"));
    }

    /** The documentation of 2017 had other digits and the opposite sense: none of that may be taken for the right answer. */
    @Test
    void theRegistersOfTheFirstDocumentationAreNotBelieved() {
        Fixture wrongDigits = milan().msr(SYSCFG, 0)
                .msr(0xc0000010, 1 << 23)
                .msr(0xc0010000, 1 << 23)
                .msr(HWCR, 0)
                .msr(0xc0000015, 1)
                .capability(235, 1);
        assertThat(check(verdict("sev", wrongDigits), "MEM_ENCRYPT_EN").status())
                .isEqualTo(Status.FAIL);
        assertThat(check(verdict("sev", wrongDigits), "SMMLOCK").status()).isEqualTo(Status.FAIL);
        Fixture otherBits = milan().msr(SYSCFG, ~(1L << 23)).msr(HWCR, ~1L);
        assertThat(check(verdict("sev", otherBits), "MEM_ENCRYPT_EN").status()).isEqualTo(Status.FAIL);
        assertThat(check(verdict("sev", otherBits), "SMMLOCK").status()).isEqualTo(Status.FAIL);
    }

    @Test
    void ciphertextHidingSplitsTheIdentifiers() {
        Fixture hiding = genoa().file("/sys/module/kvm_amd/parameters/ciphertext_hiding_asids", "906");
        assertThat(check(verdict("sev-snp", hiding), "ASIDs").seen()).isEqualTo("1 to 906");
        assertThat(verdict("sev-es", hiding).launchable()).isFalse();
    }

    private Verdict verdict(String type, HostFacts host) {
        GuestType guest = new GuestType(type);
        return new Verdict(guest, probe.probe(guest, host));
    }

    private static Check check(Verdict verdict, String name) {
        return verdict.checks().stream()
                .filter(check -> check.name().contains(name))
                .findFirst()
                .orElseThrow();
    }
}
