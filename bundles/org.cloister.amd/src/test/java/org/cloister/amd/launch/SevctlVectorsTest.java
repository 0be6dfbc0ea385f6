// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.junit.jupiter.api.Test;

/**
 * The measurements of sevctl's tests (expected/sevctl-vectors.json). They measure the last 4 KiB of a firmware as if
 * they were all of it; so the plan is made with that end of an image of 64 KiB, and measured with the end alone.
 */
class SevctlVectorsTest {
    private static final String TAIL = "firmware/sevctl_ovmf_amdsev_tail.bin";
    private static final Bytes NONCE = base64("wxP6tRHCFrFQWxsuqZA8QA==");

    @Test
    void launchDigest() {
        Bytes digest = base64("xkvRAfyaSizgonxAjZIAkR8TmolUabBKQKb6KJCDDSM=");
        assertThat(measure(40, 40, 3, digest, NONCE))
                .isEqualTo("lswbxWxI9gckya16JQvdFtpYmNO4b+3inAPpqsgoBI7DE/q1EcIWsVBbGy6pkDxA");
    }

    @Test
    void firmware() {
        Bytes digest = digest("sev", Requests.usual().firmware(padded()));
        assertThat(measure(40, 40, 3, digest, NONCE))
                .isEqualTo("oMDewIouJSpbpNRHj7Mk3p08H2dPZQdsZMU14qIymBnDE/q1EcIWsVBbGy6pkDxA");
    }

    @Test
    void firmwareAndKernel() {
        DirectBoot boot = new DirectBoot(
                image("seves/vmlinuz-fake"),
                Optional.of(image("seves/initrd-fake")),
                "foo bar baz fake kernel=cmdline");
        Bytes digest = digest("sev", Requests.usual().firmware(padded()).boot(boot));
        assertThat(measure(40, 40, 3, digest, NONCE))
                .isEqualTo("h3auYbWQnVW7EGLWN4Hf9SN0oEYMPU2sK4bLnefWPwvDE/q1EcIWsVBbGy6pkDxA");
    }

    @Test
    void sevEs() {
        Requests requests = Requests.usual()
                .firmware(padded())
                .vcpus(4)
                .vcpuType("EPYC-Milan")
                .with("profile", "legacy");
        Bytes nonce = base64("/o0nzDKE5XgtVnUZWPhUea/WZYrTKLExR7KCwuMdbActvpWfXTFk21KMZIAAhQny")
                .slice(32, 16);
        assertThat(measure(49, 6, 5, digest("sev-es", requests), nonce))
                .isEqualTo("/o0nzDKE5XgtVnUZWPhUea/WZYrTKLExR7KCwuMdbActvpWfXTFk21KMZIAAhQny");
    }

    private static String measure(int minor, int build, long policy, Bytes digest, Bytes nonce) {
        byte[] tik = TestData.bytes("seves/tik1.bin").toArray();
        Bytes code = new LaunchMeasurementMac(1, minor, build, policy, digest, nonce).code(tik);
        byte[] answer = new byte[code.length() + nonce.length()];
        code.copyTo(0, answer, 0, code.length());
        nonce.copyTo(0, answer, code.length(), nonce.length());
        return Base64.getEncoder().encodeToString(answer);
    }

    private static Bytes digest(String type, Requests requests) {
        LaunchPlan plan = SevPlanner.plan(new GuestType(type), requests.request());
        List<InitialRange> ranges = new ArrayList<>(plan.ranges());
        InitialRange whole = ranges.get(0);
        ranges.set(0, InitialRange.of(whole.name(), whole.gpa(), whole.kind(), TestData.bytes(TAIL)));
        return SevDigest.of(new LaunchPlan(
                plan.type(),
                plan.memory(),
                ranges,
                plan.vcpus(),
                plan.vcpusMeasured(),
                plan.policy(),
                plan.profile(),
                plan.notes()));
    }

    private static Image padded() {
        Bytes tail = TestData.bytes(TAIL);
        byte[] whole = new byte[0x10000];
        tail.copyTo(0, whole, whole.length - tail.length(), tail.length());
        return new Image(TAIL, Bytes.of(whole));
    }

    private static Image image(String name) {
        return new Image(name, TestData.bytes(name));
    }

    private static Bytes base64(String text) {
        return Bytes.of(Base64.getDecoder().decode(text));
    }
}
