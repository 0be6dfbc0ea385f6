// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.id.SigningKey;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.owner.ExpectedMeasurement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Newer QEMUs launch SEV-SNP guests of many kinds, and each measures as its owner expects. */
@Tag("foreign")
@Timeout(900)
class ForeignSnpTest {
    private static final String COMMAND_LINE = "console=ttyS0 quiet";
    private static final String POLICY = "0x30000";

    @TempDir
    Path files;

    /** A guest: models, counts of processors, policies, and what else is in its launch. */
    private record Guest(String model, int vcpus, String policy, boolean kernel, boolean hostData, boolean idBlock) {
        static Guest of(String model, int vcpus) {
            return new Guest(model, vcpus, POLICY, false, false, false);
        }
    }

    private static List<Guest> guests() {
        List<Guest> all = new ArrayList<>();
        for (int vcpus = 1; vcpus <= 16; vcpus++) {
            all.add(Guest.of("EPYC-Milan", vcpus));
        }
        List.of("EPYC", "EPYC-v2", "EPYC-v4", "EPYC-Rome", "EPYC-Rome-v3", "EPYC-Milan-v2", "EPYC-Genoa", "EPYC-IBPB")
                .forEach(model -> all.add(Guest.of(model, 2)));
        List.of("0x20000", "0xb0000", "0x130000", "0x30001")
                .forEach(policy -> all.add(new Guest("EPYC-Rome", 1, policy, false, false, false)));
        for (int which = 1; which < 8; which++) {
            all.add(new Guest("EPYC-v4", which, POLICY, (which & 1) != 0, (which & 2) != 0, (which & 4) != 0));
        }
        for (int vcpus = 1; vcpus <= 5; vcpus++) {
            all.add(new Guest("EPYC-Genoa", 3 * vcpus, POLICY, true, true, true));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"trixie", "sid"})
    void everyDigestIsTheExpectedOne(String suite) throws Exception {
        ForeignQemu qemu = new ForeignQemu(ForeignFolder.of(suite), files);
        Image firmware = image(qemu.firmware());
        Image kernel = image(kernel());
        List<String> expected = new ArrayList<>();
        List<String> launched = new ArrayList<>();
        try (SupervisedHost host = SupervisedHost.of(Map.of("cpuid.pages", "corrected"))) {
            int cbit = qemu.cbit(host);
            for (Guest guest : guests()) {
                Bytes digest = expected(guest, firmware, kernel);
                expected.add(guest + " " + digest.hex());
                int before = ForeignQemu.digests(host).size();
                qemu.launch(host, "qmp" + before, words(qemu, cbit, guest, digest));
                List<String> all = ForeignQemu.digests(host);
                launched.add(guest + " " + String.join(" ", all.subList(before, all.size())));
            }
        }
        assertThat(expected).hasSize(40);
        assertThat(launched).isEqualTo(expected);
    }

    private Path kernel() throws IOException {
        Path there = ForeignFolder.of("sid").file("/boot");
        try (var all = Files.newDirectoryStream(there, "vmlinuz-*")) {
            return Files.copy(all.iterator().next(), files.resolve("vmlinuz"));
        }
    }

    private static Image image(Path file) throws IOException {
        return new Image(file.getFileName().toString(), Bytes.of(Files.readAllBytes(file)));
    }

    private static Bytes expected(Guest guest, Image firmware, Image kernel) {
        Optional<DirectBoot> boot =
                guest.kernel() ? Optional.of(new DirectBoot(kernel, Optional.empty(), COMMAND_LINE)) : Optional.empty();
        GuestRequest request = new GuestRequest(
                firmware, boot, guest.vcpus(), guest.model(), 1 << 28, Map.of("policy", guest.policy()));
        return ExpectedMeasurement.of(AmdType.SEV_SNP.type(), request, Optional.empty())
                .digest();
    }

    private List<String> words(ForeignQemu qemu, int cbit, Guest guest, Bytes digest) {
        StringBuilder properties = new StringBuilder(",policy=" + guest.policy());
        List<String> more = new ArrayList<>();
        if (guest.kernel()) {
            properties.append(",kernel-hashes=on");
            more.addAll(List.of("-kernel", files.resolve("vmlinuz").toString(), "-append", COMMAND_LINE));
        }
        if (guest.hostData()) {
            properties.append(",host-data=").append(base64(new byte[32]));
        }
        if (guest.idBlock()) {
            properties.append(idBlock(guest, digest));
        }
        return qemu.snp(cbit, guest.model(), guest.vcpus(), properties.toString(), more);
    }

    private static String idBlock(Guest guest, Bytes digest) {
        Policy policy = new Policy(PolicyLayout.SNP, Long.decode(guest.policy()));
        Bytes id = Bytes.of(new byte[16]);
        IdBlock block = IdBlock.of(digest, id, id, 1, policy);
        try (SigningKey key = SigningKey.of(number(5));
                SigningKey author = SigningKey.of(number(7))) {
            IdAuthentication signed = IdAuthentication.sign(block, key, Optional.of(author));
            return ",author-key-enabled=on,id-block=" + base64(block.encode().toArray()) + ",id-auth="
                    + base64(signed.encode().toArray());
        }
    }

    private static byte[] number(int last) {
        byte[] number = new byte[48];
        number[47] = (byte) last;
        return number;
    }

    // A comma in a property is said twice; base64 has none
    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
