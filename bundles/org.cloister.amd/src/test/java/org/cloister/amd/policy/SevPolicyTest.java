// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.Random;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevPolicyTest {
    private static final Policy OF_ES = new Policy(PolicyLayout.SEV, 5);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x0 | 0",
                "0X5 | 5",
                " 0x37010001 | 37010001",
                "nodbg=off | 0",
                "nodbg=on | 1",
                "noks=on | 3",
                "es=on | 5",
                "nosend=on | 9",
                "domain=on | 11",
                "sev=on | 21",
                "api=1.55 | 37010001",
                "api=255.254 | feff0001",
                "nodbg=off , api=0.24 | 18000000",
                "nodbg=on,noks=on,nosend=on,domain=off,es=on,api=1.55 | 3701000f"
            })
    void readsNumbersAndNames(String text, String hex) {
        assertThat(parse(text).value()).isEqualTo(Long.parseLong(hex, 16));
    }

    @Test
    void changesTheGivenPolicyByNames() {
        assertThat(OF_ES.changed("noks=on")).isEqualTo(new Policy(PolicyLayout.SEV, 0x7));
        assertThat(OF_ES.changed("0x1")).isEqualTo(new Policy(PolicyLayout.SEV, 0x1));
        assertThat(new Policy(PolicyLayout.SEV, 0x37010001).changed("api=1.2"))
                .isEqualTo(new Policy(PolicyLayout.SEV, 0x02010001));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5, | sev.policy.syntax",
                "'' | sev.policy.syntax",
                "0x | sev.policy.syntax",
                "0x11112222333344445 | sev.policy.syntax",
                "es=on, | sev.policy.syntax",
                "es=on,es=on | sev.policy.twice",
                "es=yes | sev.policy.value",
                "smt=on | sev.policy.name",
                "api=1 | sev.policy.api",
                "api=0.256 | sev.policy.api",
                "api=999.0 | sev.policy.api",
                "0x100000000 | sev.policy.size",
                "0xffffffffffffffff | sev.policy.size",
                "0x30000040 | sev.policy.reserved"
            })
    void refuses(String text, String code) {
        Problem problem = refusal(() -> parse(text));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.where()).isEqualTo("policy");
        assertThat(problem.found()).isNotNull();
        assertThat(problem.expected()).isNotNull();
    }

    @Test
    void offersTheNearestName() {
        assertThat(refusal(() -> parse("nodebug=on")).remedy()).startsWith("did you mean nodbg");
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void namesReservedBits(int bit) {
        assertThat(refusal(() -> new Policy(PolicyLayout.SEV, 1 | 1L << bit)).what())
                .endsWith(": " + bit);
    }

    @Test
    void decodesItsBitsInOrder() {
        GuestPolicy policy = parse("0x37010015").toGuestPolicy();
        assertThat(policy.value()).isEqualTo(0x37010015);
        assertThat(policy.bits().toString())
                .isEqualTo("{nodbg=on, noks=off, es=on, nosend=off, domain=on, sev=off, api=1.55}");
    }

    @Test
    void readsWhatItWrites() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Policy policy = new Policy(PolicyLayout.SEV, random.nextLong() & 0xffff003fL);
            assertThat(parse(policy.toString())).isEqualTo(policy);
            assertThat(new Policy(PolicyLayout.SEV, random.nextLong() & 0xffff003fL).changed(asNames(policy)))
                    .isEqualTo(policy);
        }
    }

    private static Policy parse(String text) {
        return PolicyLayout.SEV.parse(text);
    }

    private static String asNames(Policy policy) {
        return policy.toGuestPolicy().bits().toString().replaceAll("[{} ]", "");
    }

    @Test
    void knowsNoSwitchOfAnotherLayout() {
        assertThatIllegalArgumentException().isThrownBy(() -> OF_ES.has(SnpPolicyBit.DEBUG));
        assertThatIllegalArgumentException().isThrownBy(() -> OF_ES.with(SnpPolicyBit.SMT, true));
    }
}
