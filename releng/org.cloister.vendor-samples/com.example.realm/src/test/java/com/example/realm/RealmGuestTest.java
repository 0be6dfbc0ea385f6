// SPDX-License-Identifier: Apache-2.0
package com.example.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.example.registervm.internal.RegisterVmm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PolicyField;
import org.cloister.tck.GuestTypeKit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmGuestTest {
    private static final Image KERNEL = new Image("kernel", Bytes.of(new byte[] {1, 2, 3}));

    private final RealmGuest support = new RealmGuest();

    /** Every rule of the API, each a test. */
    @TestFactory
    Stream<DynamicTest> theKitPasses() {
        return GuestTypeKit.of(support, new RegisterVmm()).results().stream()
                .map(result -> dynamicTest(result.rule().name(), result::requireGood));
    }

    private static GuestRequest request(Image firmware, Optional<DirectBoot> boot, String policy) {
        return new GuestRequest(firmware, boot, 2, "any", 16 << 20, Map.of("policy", policy));
    }

    private static GuestRequest request(String policy) {
        return request(GuestRequest.NO_FIRMWARE, Optional.of(new DirectBoot(KERNEL, Optional.empty(), "")), policy);
    }

    private Measurement expected(String policy) {
        return support.expect(support.plan(request(policy))).orElseThrow();
    }

    @Test
    void itBeginsWithoutFirmware() {
        assertThat(support.plan(request("")).ranges()).singleElement().satisfies(kernel -> {
            assertThat(kernel.gpa()).isEqualTo(0x80000000L);
            assertThat(kernel.content().orElseThrow().slice(0, 3)).isEqualTo(KERNEL.content());
        });
        assertThatThrownBy(() -> support.plan(request(KERNEL, Optional.empty(), "")))
                .hasMessageStartingWith("firmware");
        assertThatThrownBy(() -> support.plan(request(GuestRequest.NO_FIRMWARE, Optional.empty(), "")))
                .hasMessageContaining("--kernel");
    }

    @ParameterizedTest
    @CsvSource({"sha256, SHA-256, 32", "sha512, SHA-512, 64"})
    void theHashIsTheGuestsChoice(String policy, String algorithm, int size) {
        Measurement measured = expected("measurement-algorithm=" + policy);
        assertThat(measured.registers())
                .extracting(MeasuredRegister::name)
                .containsExactly("RIM", "REM0", "REM1", "REM2", "REM3", "RPV");
        assertThat(measured.registers().subList(0, 5)).allSatisfy(register -> {
            assertThat(register.algorithm()).isEqualTo(algorithm);
            assertThat(register.value().length()).isEqualTo(size);
        });
    }

    /** It tells realms apart that measure the same. */
    @Test
    void thePersonalizationValueIsNotMeasured() {
        assertThat(expected("personalization-value=aa").differences(expected("personalization-value=ab")))
                .containsExactly("RPV");
        assertThat(expected("personalization-value=aa")
                        .register("RPV")
                        .orElseThrow()
                        .value())
                .isEqualTo(Bytes.ofHex("aa" + "00".repeat(63)));
    }

    @Test
    void allElseOfThePolicyIs() {
        assertThat(List.of(
                                "",
                                "measurement-algorithm=sha256",
                                "sve-vector-length=256",
                                "num-breakpoints=3",
                                "num-watchpoints=3",
                                "num-pmu-counters=1")
                        .stream()
                        .map(this::expected)
                        .map(Measurement::value))
                .doesNotHaveDuplicates();
    }

    @Test
    void thePolicyHasAFieldForEachParameter() {
        GuestPolicy policy = RealmPolicy.of("sve-vector-length=256,num-pmu-counters=4,num-breakpoints=6");
        assertThat(policy.value()).isEqualTo(0b110);
        assertThat(policy.fields().stream().map(PolicyField::name))
                .containsExactly("flags", "s2sz", "sve_vl", "num_bps", "num_wps", "pmu_num_ctrs", "hash_algo", "rpv");
        assertThat(policy.field("sve_vl")).contains(new PolicyField.Number("sve_vl", 8, 1));
        assertThat(policy.field("num_bps")).contains(new PolicyField.Number("num_bps", 8, 5));
    }

    @ParameterizedTest
    @CsvSource({
        "measurement-algorithm=md5, sha256|sha512",
        "sve-vector-length=100, 128",
        "num-breakpoints=1, 2 to 64",
        "num-pmu-counters=x, 0 to 31",
        "personalization-value=abc, pairs",
        "num-breakpoint=2, num-breakpoints"
    })
    void aWrongPolicyIsRefusedByName(String policy, String why) {
        assertThatThrownBy(() -> support.plan(request(policy)))
                .hasMessageStartingWith("policy")
                .hasMessageContaining(why);
    }
}
