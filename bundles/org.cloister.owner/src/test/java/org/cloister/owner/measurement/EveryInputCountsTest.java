// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.owner.ExpectedMeasurement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was measured is accepted, and is not after a change of any single input. */
class EveryInputCountsTest {
    private static final byte[] TIK = "sixteen bytes in".getBytes(StandardCharsets.US_ASCII);
    private static final Bytes NONCE = Bytes.of("and a fresh one.".getBytes(StandardCharsets.US_ASCII));

    /** All that a measurement depends on. */
    private record Inputs(
            String type,
            Image firmware,
            Optional<DirectBoot> boot,
            int vcpus,
            String vcpuType,
            String profile,
            long features,
            int major,
            int minor,
            int build,
            long policy,
            byte tik) {

        Bytes digest() {
            Map<String, String> properties = new HashMap<>(Map.of("profile", profile));
            properties.put("policy", "0x" + Long.toHexString(policy));
            properties.put("guest-features", "0x" + Long.toHexString(features));
            GuestRequest request = new GuestRequest(firmware, boot, vcpus, vcpuType, 64 << 20, properties);
            return ExpectedMeasurement.of(new GuestType(type), request, Optional.empty())
                    .digest();
        }

        byte[] key() {
            byte[] key = TIK.clone();
            key[0] ^= tik;
            return key;
        }

        ClaimedMeasurement measured() {
            Bytes code = new LaunchMeasurementMac(major, minor, build, policy, digest(), NONCE).code(key());
            return new ClaimedMeasurement(code, NONCE);
        }

        boolean accepts(ClaimedMeasurement claimed) {
            return new MeasurementVerifier(major, minor, build, new Policy(PolicyLayout.SEV, policy), digest())
                    .verify(claimed, key());
        }
    }

    /** A change of one input, by its name. */
    private record Change(String name, UnaryOperator<Inputs> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Inputs> launches() {
        Inputs firmware = inputs("sev", Optional.empty(), 1, "init2", 0x1);
        Inputs kernel = inputs("sev", Optional.of(boot("kernel", "initrd", "console=ttyS0")), 1, "init2", 0x1);
        return Stream.concat(
                Stream.of(firmware, kernel),
                Stream.of("init2", "legacy")
                        .flatMap(profile ->
                                Stream.of(1, 4).map(vcpus -> inputs("sev-es", Optional.empty(), vcpus, profile, 0x5))));
    }

    @ParameterizedTest
    @MethodSource("launches")
    void isAcceptedAndNothingElseIs(Inputs launch) {
        ClaimedMeasurement claimed = launch.measured();
        assertThat(launch.accepts(claimed)).isTrue();
        for (Change change : changes(launch)) {
            assertThat(change.change().apply(launch).accepts(claimed))
                    .as(change.name())
                    .isFalse();
        }
        for (int bit = 0; bit < 8 * ClaimedMeasurement.SIZE; bit++) {
            byte[] answer = claimed.answer().toArray();
            answer[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(launch.accepts(ClaimedMeasurement.of(Bytes.of(answer))))
                    .as("bit " + bit)
                    .isFalse();
        }
    }

    private static List<Change> changes(Inputs launch) {
        boolean es = launch.type().equals("sev-es");
        List<Change> all = new ArrayList<>(List.of(
                new Change("firmware", i -> with(i, changed(i.firmware()), i.boot())),
                new Change(
                        "a kernel more or less",
                        i -> with(
                                i,
                                i.firmware(),
                                i.boot().isPresent() ? Optional.empty() : Optional.of(boot("k", "i", "c")))),
                new Change("API major", i -> numbers(i, 1, 0, 0, 0, 0)),
                new Change("API minor", i -> numbers(i, 0, 1, 0, 0, 0)),
                new Change("build", i -> numbers(i, 0, 0, 1, 0, 0)),
                new Change("policy", i -> numbers(i, 0, 0, 0, 2, 0)),
                new Change("TIK", i -> numbers(i, 0, 0, 0, 0, 1))));
        if (launch.boot().isPresent()) {
            all.add(new Change(
                    "kernel", i -> with(i, i.firmware(), Optional.of(boot("k", "initrd", "console=ttyS0")))));
            all.add(new Change(
                    "initrd", i -> with(i, i.firmware(), Optional.of(boot("kernel", "i", "console=ttyS0")))));
            all.add(new Change("command line", i -> with(i, i.firmware(), Optional.of(boot("kernel", "initrd", "")))));
        }
        if (es) {
            all.add(new Change("vCPUs", i -> state(i, i.vcpus() + 1, i.vcpuType(), i.profile(), 0)));
            all.add(new Change("vCPU type", i -> state(i, i.vcpus(), "EPYC-Milan", i.profile(), 0)));
            String other = launch.profile().equals("init2") ? "legacy" : "init2";
            all.add(new Change("profile", i -> state(i, i.vcpus(), i.vcpuType(), other, 0)));
            all.add(new Change("features", i -> state(i, i.vcpus(), i.vcpuType(), i.profile(), 0x20)));
        }
        return all;
    }

    private static Inputs inputs(String type, Optional<DirectBoot> boot, int vcpus, String profile, long policy) {
        return new Inputs(
                type, SampleFirmware.image(), boot, vcpus, "EPYC-v4", profile, 0, 0, 24, 15, policy, (byte) 0);
    }

    private static Inputs with(Inputs i, Image firmware, Optional<DirectBoot> boot) {
        return new Inputs(
                i.type,
                firmware,
                boot,
                i.vcpus,
                i.vcpuType,
                i.profile,
                i.features,
                i.major,
                i.minor,
                i.build,
                i.policy,
                i.tik);
    }

    private static Inputs state(Inputs i, int vcpus, String vcpuType, String profile, long features) {
        return new Inputs(
                i.type,
                i.firmware,
                i.boot,
                vcpus,
                vcpuType,
                profile,
                features,
                i.major,
                i.minor,
                i.build,
                i.policy,
                i.tik);
    }

    private static Inputs numbers(Inputs i, int major, int minor, int build, int policy, int tik) {
        return new Inputs(
                i.type,
                i.firmware,
                i.boot,
                i.vcpus,
                i.vcpuType,
                i.profile,
                i.features,
                i.major + major,
                i.minor + minor,
                i.build + build,
                i.policy ^ policy,
                (byte) tik);
    }

    private static Image changed(Image firmware) {
        byte[] bytes = firmware.content().toArray();
        bytes[0x45] ^= 1;
        return new Image("changed", Bytes.of(bytes));
    }

    private static DirectBoot boot(String kernel, String initrd, String commandLine) {
        return new DirectBoot(image(kernel), Optional.of(image(initrd)), commandLine);
    }

    private static Image image(String content) {
        return new Image(content, Bytes.of(content.getBytes(StandardCharsets.US_ASCII)));
    }
}
