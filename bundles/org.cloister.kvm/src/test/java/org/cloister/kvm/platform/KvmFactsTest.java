// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.HostFacts.Cpuid;
import org.cloister.api.host.HostFacts.IoctlAnswer;
import org.cloister.api.platform.PlatformFacts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is stated of a host by its processor alone. */
class KvmFactsTest {
    private final List<Integer> beyond = new ArrayList<>();

    /** A processor that ends below the leaf answers with its highest basic one: EBX reads 0x70001 as a C-bit of 1. */
    @ParameterizedTest
    @CsvSource({"80000008, false", "8000001e, false", "8000001f, true", "80000023, true"})
    void noLeafAboveTheHighestIsRead(String highest, boolean there) {
        PlatformFacts facts = KvmFacts.of(host(Integer.parseUnsignedInt(highest, 16)));
        assertThat(beyond).isEmpty();
        assertThat(facts.number(PlatformFacts.CBIT).isPresent()).isEqualTo(there);
    }

    private HostFacts host(int highest) {
        return (HostFacts) Proxy.newProxyInstance(
                HostFacts.class.getClassLoader(), new Class<?>[] {HostFacts.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "origin" -> "a host of the test";
                        case "cpuid" -> leaf((int) arguments[0], highest);
                        case "device" -> new Fact.Known<>(true);
                        // Every type, capability and attribute is there
                        case "ioctl", "machineIoctl" ->
                            new Fact.Known<>(new IoctlAnswer(0x1f, 0, Bytes.EMPTY, Bytes.of(new byte[8])));
                        default -> new Fact.Absent<>("none");
                    };
                });
    }

    private Fact<Cpuid> leaf(int number, int highest) {
        if (Integer.compareUnsigned(number, highest) > 0) {
            beyond.add(number);
        }
        return new Fact.Known<>(number == 0x80000000 ? new Cpuid(highest, 0, 0, 0) : new Cpuid(0x7, 0x70001, 16, 8));
    }
}
