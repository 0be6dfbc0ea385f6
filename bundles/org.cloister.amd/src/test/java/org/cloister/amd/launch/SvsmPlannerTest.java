// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import org.cloister.amd.firmware.OvmfBuilder;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SvsmPlannerTest {
    private static final String INFO = "a789a612-0597-4c4b-a49f-cbb1fe9d1ddd";
    private static final int VARIABLES = 540672;

    /** From the fixtures of sev-snp-measure; the first two are those of real launches, by its authors' word. */
    @ParameterizedTest
    @CsvSource({
        "EPYC-v4,    2, 9b94745036aafddf4f7f8b00c7513abb5b7703178cb95aaa57928bd963d68d3bfcb715d6019b9167ee2517b11b0d9be7",
        "EPYC-v4,    4, 27d154c27b7b359c935e250ec6fee72aa0ae8c1225e3b0e1cf46a9567e938066d7d6f94bbdc4a857818bdb79277a44b2",
        "EPYC-Milan, 1, 55a5e752f0ffb30c0ba1d001b1067dda75f92272ff0c1cc8d8a8db6fbd8977592a66063902bbffdd3090bae1db4c439c"
    })
    void m8DigestsWithAnSvsmAreThoseOfRealLaunches(String type, int vcpus, String digest) {
        Requests requests = Requests.usual()
                .firmware(new Image("svsm_ovmf.fd", TestData.bytes("svsm/svsm_ovmf.fd")))
                .vcpuType(type)
                .vcpus(vcpus);
        Image module = new Image("svsm.bin", TestData.bytes("svsm/svsm.bin"));
        LaunchPlan plan = SvsmPlanner.plan(requests.request(), module, VARIABLES);
        assertThat(SnpDigest.of(plan).hex()).isEqualTo(digest);
    }

    @Test
    void moduleLiesBelowTheVariablesAndAllProcessorsBeginInIt() {
        LaunchPlan plan = SvsmPlanner.plan(Requests.usual().vcpus(3).request(), module(0x1234), 0x2000);
        long gpa = 0x1_0000_0000L - 0x10000 - 0x2000 - 0x10000;
        assertThat(plan.ranges())
                .element(0)
                .satisfies(range -> assertThat(range.gpa()).isEqualTo(0xffff0000L));
        assertThat(plan.ranges())
                .element(1)
                .satisfies(range -> assertThat(range.gpa()).isEqualTo(gpa));
        assertThat(plan.vcpus())
                .hasSize(3)
                .extracting(VcpuState::registers)
                .allSatisfy(registers -> assertThat(registers)
                        .containsEntry("rip", gpa + 0x1234)
                        .containsEntry("cs.base", 0L)
                        .containsEntry("cr0", 0x11L));
    }

    @Test
    void whatDoesNotSayWhereItBeginsIsNoSvsm() {
        Problem problem = refused(Requests.usual(), OvmfBuilder.usual().image(), 0);
        assertThat(problem.code()).isEqualTo("svsm.entry");
        assertThat(refused(Requests.usual(), module(0x10000), 0).code()).isEqualTo("svsm.entry");
    }

    @Test
    void whatIsNotKnownOfItIsRefused() {
        assertThat(refused(Requests.usual().kernel(), module(0), 0).code()).isEqualTo("svsm.unknown");
        assertThat(refused(Requests.usual().with("vmm", "ec2"), module(0), 0).code())
                .isEqualTo("svsm.unknown");
    }

    @ParameterizedTest
    @ValueSource(longs = {-4096, 4095, 17 << 20})
    void variablesAreWholePages(long size) {
        assertThat(refused(Requests.usual(), module(0), size).code()).isEqualTo("svsm.variables");
    }

    private static Image module(int entry) {
        Bytes content = OvmfBuilder.usual().entry(INFO, entry).image().content();
        return new Image("svsm.bin", content);
    }

    private static Problem refused(Requests requests, Image module, long variables) {
        return refusal(() -> SvsmPlanner.plan(requests.request(), module, variables));
    }
}
