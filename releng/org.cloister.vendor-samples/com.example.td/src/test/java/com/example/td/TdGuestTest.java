// SPDX-License-Identifier: Apache-2.0
package com.example.td;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.example.registervm.TdModule;
import com.example.registervm.TdReport;
import com.example.registervm.internal.RegisterVmm;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PolicyField;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.tck.GuestTypeKit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TdGuestTest {
    private static final Bytes OWNER = Bytes.ofHex("0f".repeat(48));

    private final TdGuest support = new TdGuest();
    private final RegisterVmm platform = new RegisterVmm();

    /** Every rule of the API, each a test. */
    @TestFactory
    Stream<DynamicTest> theKitPasses() {
        return GuestTypeKit.of(support, platform).results().stream()
                .map(result -> dynamicTest(result.rule().name(), result::requireGood));
    }

    private static GuestRequest request(String policy) {
        Image firmware = new Image("firmware", Bytes.wrap(new byte[2 * GuestMemory.PAGE]));
        return new GuestRequest(firmware, Optional.empty(), 2, "any", 16 << 20, Map.of("policy", policy));
    }

    @Test
    void theRegistersComeInTheOrderOfAReport() {
        LaunchPlan plan = support.plan(request("mrowner=" + OWNER.hex()));
        Measurement expected = support.expect(plan).orElseThrow();
        assertThat(expected.registers())
                .extracting(MeasuredRegister::name)
                .containsExactly("MRTD", "MRCONFIGID", "MROWNER", "MROWNERCONFIG", "RTMR0", "RTMR1", "RTMR2", "RTMR3");
        assertThat(expected.register("MROWNER").orElseThrow().value()).isEqualTo(OWNER);
        assertThat(expected.register("MRTD").orElseThrow().value()).isEqualTo(expected.value());
        assertThat(expected.registers().stream().filter(MeasuredRegister::extended))
                .hasSize(4)
                .allSatisfy(rtmr -> assertThat(rtmr.value().isZero()).isTrue());
    }

    @Test
    void onlyWhatTheFirmwareIsCountsForItsDigest() {
        LaunchPlan plan = support.plan(request(""));
        LaunchPlan owned = support.plan(request("mrowner=" + OWNER.hex() + ",debug=on"));
        assertThat(support.expect(owned)
                        .orElseThrow()
                        .differences(support.expect(plan).orElseThrow()))
                .containsExactly("MROWNER");
    }

    @Test
    void thePolicyHasFieldsOfAnyWidth() {
        GuestPolicy policy = TdPolicy.of("debug=on,perfmon=on,xfam=0x3,mrowner=" + OWNER.hex());
        assertThat(policy.value()).isEqualTo(1L << 63 | 1 << 28 | 1);
        assertThat(policy.field("XFAM")).contains(new PolicyField.Number("XFAM", 64, 3));
        assertThat(policy.field("MROWNER")).contains(new PolicyField.Content("MROWNER", OWNER));
        assertThat(policy.bits()).containsEntry("mrowner", OWNER.hex()).containsEntry("pks", "off");
    }

    @ParameterizedTest
    @CsvSource({
        "debug=maybe, on|off",
        "xfam=0x4, x87",
        "xfam=7, 0x",
        "mrowner=0f, 96",
        "debugg=on, debug",
        "debug, KEY=VALUE",
        "'debug=on,debug=on', once"
    })
    void aWrongPolicyIsRefusedByName(String policy, String why) {
        assertThatThrownBy(() -> support.plan(request(policy)))
                .hasMessageStartingWith("policy")
                .hasMessageContaining(why);
    }

    /** The first version knew policies of one number. */
    @Test
    void aContextOfTheFirstVersionGoesOn() {
        GuestPolicy policy = TdPolicy.of("mrowner=" + OWNER.hex());
        LaunchContext old = LaunchContext.empty(TdGuest.TYPE, TdContext.FIRST)
                .with("policy", new GuestPolicy(policy.value(), policy.bits()))
                .with(
                        "ranges",
                        TdContext.of(request(""), policy).values().values().get("ranges"));
        LaunchContext adopted = support.adopt(old);
        assertThat(adopted.schema()).isEqualTo(TdContext.SCHEMA);
        assertThat(new TdContext(adopted).policy()).isEqualTo(policy);
        assertThatThrownBy(() -> support.reset(adopted)).hasMessageContaining("request");
    }

    @Test
    void aReportSaysWhatWasMeasured() {
        LaunchPlan plan = support.plan(request("mrowner=" + OWNER.hex()));
        try (VirtualMachine machine = platform.create(
                new MachineSpec(plan.type(), plan.memory(), plan.vcpus().size()))) {
            TdModule module = machine.adapt(TdModule.class).orElseThrow();
            module.create(TdPolicy.params(plan.policy()));
            for (InitialRange range : plan.ranges()) {
                machine.memory().hostView().write(range.gpa(), range.content().orElseThrow());
                for (long at = 0; at < range.size(); at += GuestMemory.PAGE) {
                    module.add(range.gpa() + at, TdPlan.isMeasured(range));
                }
            }
            module.finish();
            Map<String, String> claims = TdReport.claims(module.report(Bytes.wrap(new byte[64])));
            assertThat(claims)
                    .containsEntry("ATTRIBUTES", "0000001000000000")
                    .containsEntry("XFAM", "e700000000000000")
                    .containsEntry("MROWNER", OWNER.hex())
                    .containsEntry(
                            "MRTD", support.expect(plan).orElseThrow().value().hex());
        }
    }
}
