// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.Random;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnpPolicyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x30000 | 30000",
                "0X3001F | 3001f",
                " 0x20000 | 20000",
                "smt=on | 30000",
                "smt=off | 20000",
                "debug=on | b0000",
                "migrate-ma=on | 70000",
                "single-socket=on | 130000",
                "cxl=on | 230000",
                "mem-aes-256-xts=on | 430000",
                "rapl-dis=on | 830000",
                "ciphertext-hiding=on | 1030000",
                "page-swap-disable=on | 2030000",
                "abi=0.31 | 3001f",
                "abi=1.55, smt=off | 20137",
                "abi=255.255 | 3ffff",
                "smt=on,debug=off,migrate-ma=off,single-socket=off,abi=0.31 | 3001f"
            })
    void readsNumbersAndNames(String text, String hex) {
        assertThat(PolicyLayout.SNP.parse(text).value()).isEqualTo(Long.parseLong(hex, 16));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30000 | snp.policy.bit17",
                "'' | snp.policy.syntax",
                "0x | snp.policy.syntax",
                "0x11112222333344445 | snp.policy.syntax",
                "smt=on, | snp.policy.syntax",
                "smt=on,smt=on | snp.policy.twice",
                "smt=yes | snp.policy.value",
                "abi=1 | snp.policy.abi",
                "abi=0.256 | snp.policy.abi",
                "abi=999.0 | snp.policy.abi",
                "0x10000 | snp.policy.bit17",
                "0x0 | snp.policy.bit17",
                "0x4030000 | snp.policy.reserved",
                "0xffffffffffffffff | snp.policy.reserved"
            })
    void refuses(String text, String code) {
        Problem problem = refusal(() -> PolicyLayout.SNP.parse(text));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.where()).isEqualTo("policy");
        assertThat(problem.found()).isNotNull();
        assertThat(problem.expected()).isNotNull();
    }

    @Test
    void offersTheNearestName() {
        assertThat(refusal(() -> PolicyLayout.SNP.parse("single-sokcet=on")).remedy())
                .startsWith("did you mean single-socket");
    }

    @ParameterizedTest
    @ValueSource(ints = {26, 31, 32, 63})
    void namesReservedBits(int bit) {
        assertThat(refusal(() -> new Policy(PolicyLayout.SNP, 0x30000 | 1L << bit))
                        .what())
                .endsWith(": " + bit);
    }

    @Test
    void decodesItsBitsInOrder() {
        GuestPolicy policy = PolicyLayout.SNP.parse("0xa0137").toGuestPolicy();
        assertThat(policy.value()).isEqualTo(0xa0137);
        assertThat(policy.bits().toString())
                .isEqualTo("{smt=off, migrate-ma=off, debug=on, single-socket=off, cxl=off, mem-aes-256-xts=off,"
                        + " rapl-dis=off, ciphertext-hiding=off, page-swap-disable=off, abi=1.55}");
    }

    @Test
    void readsWhatItWrites() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Policy policy = new Policy(PolicyLayout.SNP, random.nextLong() & 0x3ffffff | 1 << 17);
            assertThat(PolicyLayout.SNP.parse(policy.toString())).isEqualTo(policy);
            assertThat(PolicyLayout.SNP.parse(asNames(policy))).isEqualTo(policy);
        }
    }

    private static String asNames(Policy policy) {
        return policy.toGuestPolicy().bits().toString().replaceAll("[{} ]", "");
    }
}
