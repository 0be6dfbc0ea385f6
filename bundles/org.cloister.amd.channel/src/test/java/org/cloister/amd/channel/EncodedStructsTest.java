// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.struct.Layout;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every struct as it is encoded, field by field. That the layouts are the kernel's is tested with all of them. */
class EncodedStructsTest {
    private static final Map<String, Layout> LAYOUTS = layouts();

    @TestFactory
    Stream<DynamicTest> everyFieldHoldsWhatTheCommandCarries() {
        return samples()
                .map(sample ->
                        DynamicTest.dynamicTest(sample.struct(), () -> sample.check(LAYOUTS.get(sample.struct()))));
    }

    @Test
    void noStructIsWithoutASample() {
        Set<String> sampled = samples().map(StructSample::struct).collect(Collectors.toSet());
        assertThat(sampled).isEqualTo(LAYOUTS.keySet());
    }

    /** The layouts of all structs, by the kernel's names. */
    static Map<String, Layout> layouts() {
        return Stream.concat(SevCodec.layouts().stream(), PlatformCodec.layouts().stream())
                .collect(Collectors.toMap(Layout::kind, Function.identity()));
    }

    private static Stream<StructSample> samples() {
        return Stream.concat(SevSamples.all().stream(), PlatformSamples.all().stream());
    }
}
