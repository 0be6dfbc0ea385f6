// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.firmware.KernelFiles;
import org.cloister.amd.measure.MeasuredPage;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.api.platform.VcpuState;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevDigestTest {
    private static final String TABLE = "expected/measurements.csv";
    private static final String FIRMWARE = "firmware/OVMF.amdsev.fd";

    /** Every row for SEV and SEV-ES of a table that sev-snp-measure computed for a real firmware. */
    @TestFactory
    Stream<DynamicTest> rowsOfAnotherImplementation() {
        return DataFolder.rows(TABLE, line -> line.startsWith("sev,") || line.startsWith("seves,"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row.cells())));
    }

    private static void check(String[] row) {
        Image firmware = new Image(FIRMWARE, TestData.bytes(FIRMWARE));
        Requests requests = Requests.usual().firmware(firmware);
        requests = row[1].isEmpty() ? requests : requests.vcpus(Integer.parseInt(row[1]));
        requests = row[2].isEmpty() ? requests : requests.vcpuType(row[2]);
        requests = row[5].isEmpty() ? requests : requests.boot(boot(row));
        String type = row[0].equals("seves") ? "sev-es" : "sev";
        assertThat(SevDigest.of(plan(type, requests)).hex()).isEqualTo(row[8]);
    }

    private static DirectBoot boot(String[] row) {
        Image kernel = new Image(row[5], TestData.bytes("expected/" + row[5] + ".txt"));
        Image initrd = new Image(row[6], TestData.bytes("expected/" + row[6] + ".txt"));
        return new DirectBoot(kernel, Optional.of(initrd), row[7]);
    }

    /** What QEMU 7.2.22 measured, by the HMAC of query-sev-launch-measure. */
    @ParameterizedTest
    @CsvSource({
        "BZIMAGE,   1668ec986f61e89695e67cd2023450422efe4537819e1f117613062044ac064f",
        "PLAIN_EFI, 049de3325c3a3e5136e15bd17fdd3253151f26cfc078f703cd4886064f70d10c"
    })
    void g4KernelsThatQemuHashesMeasureAsThere(KernelFiles kernel, String digest) {
        Image file = new Image("kern", Bytes.of(kernel.content()));
        LaunchPlan plan = plan(
                "sev",
                Requests.usual()
                        .firmware(new Image(FIRMWARE, TestData.bytes(FIRMWARE)))
                        .boot(new DirectBoot(file, Optional.empty(), "")));
        assertThat(SevDigest.of(plan).hex()).isEqualTo(digest);
        assertThat(plan.notes()).noneMatch(note -> note.startsWith("Warning"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MULTIBOOT", "UNCOMPRESSED", "SHORT", "EMPTY"})
    void g4ADigestThatNoGuestOfQemusHasIsGivenWithAWarning(KernelFiles kernel) {
        Requests requests = Requests.usual()
                .boot(new DirectBoot(new Image("kern", Bytes.of(kernel.content())), Optional.empty(), ""));
        assertThat(plan("sev", requests).notes()).first().asString().startsWith("Warning: kern: ");
        boolean unhashed = kernel == KernelFiles.MULTIBOOT || kernel == KernelFiles.UNCOMPRESSED;
        assertThat(plan("sev-es", requests.with("kernel-hashes", "off")).notes())
                .filteredOn(note -> note.startsWith("Warning"))
                .hasSize(unhashed ? 0 : 1);
    }

    /** By definition the digest of an SEV guest without a kernel is that of its firmware. */
    @Test
    void m2TheCodeHalfOfAFlashPairIsMeasuredAsItIs() throws Exception {
        Bytes whole = TestData.bytes(FIRMWARE);
        Image code = new Image("OVMF_CODE.fd", whole.slice(0x84000, whole.length() - 0x84000));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.content().toArray());
        LaunchPlan plan = plan("sev", Requests.usual().firmware(code));
        assertThat(SevDigest.of(plan)).isEqualTo(Bytes.of(hash));
        assertThat(plan.ranges().get(0).gpa()).isEqualTo(0xffc84000L);
        assertThat(SevDigest.of(plan("sev-es", Requests.usual().firmware(code).vcpus(4))))
                .isNotEqualTo(Bytes.of(hash));
    }

    /** Debian's package ovmf, 2022.11-6+deb12u2; the second one computed by sev-snp-measure 0.0.13. */
    @ParameterizedTest
    @CsvSource({
        "sev,    b157d97b1f69729514feb7f201d2cbe4957f23ab77920e361fe9f822ba49ca4c",
        "sev-es, 9509e57b579b7be22e2b151ad3e941538f7ecb3028eeeef3a6c8aad65f8cfa2a"
    })
    void m2DigestsOfTheFirmwareThatDebianShips(String type, String digest) throws Exception {
        Path file = Needs.file(Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd"));
        Image code = new Image("OVMF_CODE_4M.fd", Bytes.of(Files.readAllBytes(file)));
        Needs.that(code.content().length() == 3653632, () -> "ovmf 2022.11-6+deb12u2");
        assertThat(SevDigest.of(plan(type, Requests.usual().firmware(code).vcpus(4)))
                        .hex())
                .isEqualTo(digest);
    }

    /** The pages that KVM measured for a guest of four processors, family 25, model 1, stepping 1. */
    @Test
    void firstPageAndOthersAreThoseOfARealGuest() {
        LaunchPlan plan = plan(
                "sev-es",
                Requests.usual()
                        .firmware(new Image(FIRMWARE, TestData.bytes(FIRMWARE)))
                        .vcpus(2)
                        .vcpuType("EPYC-Milan")
                        .with("profile", "legacy"));
        assertThat(Vmsa.encode(plan.vcpus().get(0))).isEqualTo(TestData.bytes("seves/vmsa0.bin"));
        assertThat(Vmsa.encode(plan.vcpus().get(1))).isEqualTo(TestData.bytes("seves/vmsa1.bin"));
    }

    @Test
    void isTheHashOfEverythingInOrder() throws Exception {
        LaunchPlan plan = plan("sev-es", Requests.usual().kernel().vcpus(3));
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        plan.ranges()
                .forEach(range -> sha256.update(range.content().orElseThrow().toArray()));
        for (VcpuState vcpu : plan.vcpus()) {
            sha256.update(Vmsa.encode(vcpu).toArray());
        }
        assertThat(SevDigest.of(plan)).isEqualTo(Bytes.of(sha256.digest()));
    }

    @Test
    void coversThePagesItLists() {
        LaunchPlan plan = plan("sev-es", Requests.usual().kernel().vcpus(3));
        List<MeasuredPage> pages = SevDigest.pages(plan);
        assertThat(pages).hasSize(16 + 1 + 3);
        assertThat(pages.get(15).gpa()).isEqualTo(0xfffff000L);
        assertThat(pages.get(16).name()).isEqualTo("kernel hashes");
        assertThat(pages.get(16).size()).isEqualTo(176);
        assertThat(pages.get(19).name()).isEqualTo("vCPU 2");
        assertThat(pages.get(19).digest())
                .isEqualTo(pages.get(18).digest())
                .isNotEqualTo(pages.get(17).digest());
        assertThat(pages)
                .allSatisfy(
                        page -> assertThat(page.digest().orElseThrow().length()).isEqualTo(32));
        assertThat(SevDigest.pages(plan("sev", Requests.usual().vcpus(3)))).hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void changesWithWhatIsMeasuredOnly(String type) {
        Requests usual = Requests.usual().kernel().vcpus(2);
        Bytes digest = digest(type, usual);
        assertThat(digest(type, usual.memory(512 * Requests.MIB))).isEqualTo(digest);
        assertThat(digest(type, usual.with("debug", "on"))).isEqualTo(digest);
        assertThat(digest(type, usual.with("kernel-hashes", "off"))).isNotEqualTo(digest);
        List<Bytes> ofProcessors = List.of(
                digest(type, usual.vcpus(3)),
                digest(type, usual.vcpuType("EPYC-Milan")),
                digest(type, usual.with("profile", "legacy")));
        if (type.equals("sev")) {
            assertThat(ofProcessors).containsOnly(digest);
        } else {
            assertThat(ofProcessors).doesNotContain(digest).doesNotHaveDuplicates();
            assertThat(digest(type, usual.with("guest-features", "0x20"))).isNotEqualTo(digest);
        }
    }

    @Test
    void refusesARangeWithoutContents() {
        LaunchPlan plan = plan("sev", Requests.usual());
        List<InitialRange> ranges = new ArrayList<>(plan.ranges());
        ranges.add(InitialRange.empty("hole", 0, 4096, PageKind.ZERO));
        LaunchPlan other = new LaunchPlan(
                plan.type(),
                plan.memory(),
                ranges,
                plan.vcpus(),
                plan.vcpusMeasured(),
                plan.policy(),
                plan.profile(),
                plan.notes());
        assertThat(refusal(() -> SevDigest.of(other)).where()).isEqualTo("launch plan, hole");
    }

    @Test
    void hasNoCommandLineOfItsOwnAlphabet() {
        Image kernel = new Image("kernel", Bytes.of("k".getBytes(StandardCharsets.US_ASCII)));
        Requests accents = Requests.usual().boot(new DirectBoot(kernel, Optional.empty(), "größe=1"));
        Requests plain = Requests.usual().boot(new DirectBoot(kernel, Optional.empty(), "groesse=1"));
        assertThat(digest("sev", accents)).isNotEqualTo(digest("sev", plain));
    }

    private static Bytes digest(String type, Requests requests) {
        return SevDigest.of(plan(type, requests));
    }

    private static LaunchPlan plan(String type, Requests requests) {
        return SevPlanner.plan(new GuestType(type), requests.request());
    }
}
