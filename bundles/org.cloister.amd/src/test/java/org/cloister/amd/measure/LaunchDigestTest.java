// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.MessageDigest;
import org.cloister.amd.cpu.InitialState;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Known answers are those of sev-snp-measure, an independent implementation. */
class LaunchDigestTest {
    @ParameterizedTest
    @CsvSource({
        "ZERO,0,70c0ecaab9608f14ebf8ac6f0f07bcd8728f4e2ab30382b539b4de4de904ca9f8ebdf4b2cd3cd84dd996bd55dd794676",
        "SECRETS,80d000,e82e99caf82a32c31ec5070eef9e2135866d8f7de60d756814f3bd8c989c1e826622e0a97dad026c6d9d81818780e6a2",
        "CPUID,80e000,c9e46442d2b4ddb823fa6b4a907930de7e93901180c5a3126ba234193059a0a51a21ba82f05d2fe0f3136f22b1b1a8e4",
        "UNMEASURED,1000,81475a112c0223cebe1ccb31a0aa2567772871200b33515a3cbbd5ed6a68a8e630902dd83469ea6553554bfb67111fad"
    })
    void ofAPageWithoutMeasuredContents(SnpPageType type, String gpa, String expected) {
        LaunchDigest bySize = new LaunchDigest().extend(type, Long.parseLong(gpa, 16), 4096);
        assertThat(bySize.value().hex()).isEqualTo(expected);
        LaunchDigest byContents = new LaunchDigest().extend(type, Long.parseLong(gpa, 16), noise(4096));
        assertThat(byContents.value().hex()).isEqualTo(expected);
    }

    @Test
    void ofAPageOfZeros() {
        LaunchDigest digest = new LaunchDigest().extend(SnpPageType.NORMAL, 0xfffff000L, Bytes.of(new byte[4096]));
        assertThat(digest.value().hex())
                .isEqualTo(
                        "46c510442a54cc32344cef32e14dc3d6312fc4a010780dd11fd33204df5550590356b069e6c6ca5bbfca71561f370399");
    }

    @Test
    void ofAFirmwareTail() {
        Bytes tail = TestData.bytes("firmware/ovmf_AmdSev_suffix.bin");
        assertThat(new LaunchDigest()
                        .extend(SnpPageType.NORMAL, 0xfffff000L, tail)
                        .value()
                        .hex())
                .isEqualTo(
                        "086e2e9149ebf45abdc3445fba5b2da8270bdbb04094d7a2c37faaa4b24af3aa16aff8c374c2a55c467a50da6d466b74");
    }

    @Test
    void ofTwoVmsas() {
        LaunchDigest digest = new LaunchDigest();
        for (VcpuState vcpu : new InitialState(Profile.INIT2, 0xa00f11, 1).of(2, 0x80b004)) {
            digest.extendVmsa(digest.contents(Vmsa.encode(vcpu)));
        }
        assertThat(digest.value().hex())
                .isEqualTo(
                        "b1b330ea406c981715eb7081019618c4dae5585a193677a5486737afc65f18709dd56b69709cceb9ed16d3a4ac8cecfa");
    }

    @Test
    void isTheHashOfThePageInfo() throws Exception {
        Bytes page = noise(4096);
        LaunchDigest digest = new LaunchDigest(noise(48)).extend(SnpPageType.NORMAL, 0x1122334455000L, page);
        PageInfo info =
                new PageInfo().digest(noise(48)).contents(sha384(page)).page(SnpPageType.NORMAL, 0x1122334455000L);
        assertThat(digest.value()).isEqualTo(sha384(info.encode()));
        assertThat(info.encode().slice(0x60, 16).hex()).isEqualTo("70000100000000000050453423120100");
    }

    @Test
    void ofManyPagesIsThatOfEachInTurn() {
        Bytes pages = noise(5 * 4096);
        LaunchDigest together = new LaunchDigest()
                .extend(SnpPageType.ZERO, 0x5000, 3 * 4096)
                .extend(SnpPageType.NORMAL, 0x10000, pages);
        LaunchDigest apart = new LaunchDigest();
        for (int i = 0; i < 3; i++) {
            apart.extend(SnpPageType.ZERO, 0x5000 + i * 4096L, 4096);
        }
        for (int i = 0; i < 5; i++) {
            apart.extend(SnpPageType.NORMAL, 0x10000 + i * 4096L, pages.slice(i * 4096, 4096));
        }
        assertThat(together.value()).isEqualTo(apart.value());
    }

    @Test
    void goesOnFromAnother() {
        LaunchDigest first = new LaunchDigest().extend(SnpPageType.NORMAL, 0, noise(4096));
        LaunchDigest second = new LaunchDigest(first.value()).extend(SnpPageType.CPUID, 4096, 4096);
        assertThat(first.extend(SnpPageType.CPUID, 4096, 4096).value()).isEqualTo(second.value());
    }

    @Test
    void beginsWithZeros() {
        assertThat(new LaunchDigest().value()).isEqualTo(Bytes.of(new byte[48]));
    }

    @ParameterizedTest
    @EnumSource(
            value = SnpPageType.class,
            names = {"NORMAL", "VMSA"})
    void needsContentsThatAreMeasured(SnpPageType type) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LaunchDigest().extend(type, 0, 4096));
    }

    @Test
    void takesWholePagesOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LaunchDigest().extend(SnpPageType.NORMAL, 0, noise(4095)));
        assertThatIllegalArgumentException().isThrownBy(() -> new LaunchDigest().extend(SnpPageType.ZERO, 0, 4097));
        assertThatIllegalArgumentException().isThrownBy(() -> new LaunchDigest().contents(noise(8192)));
        assertThatIllegalArgumentException().isThrownBy(() -> new LaunchDigest(noise(47)));
    }

    private static Bytes noise(int size) {
        byte[] bytes = new byte[size];
        new java.util.Random(size).nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private static Bytes sha384(Bytes content) throws Exception {
        return Bytes.of(MessageDigest.getInstance("SHA-384").digest(content.toArray()));
    }
}
